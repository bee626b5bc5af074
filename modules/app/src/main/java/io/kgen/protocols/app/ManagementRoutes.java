package io.kgen.protocols.app;

import static io.kgen.protocols.app.management.Access.CHANGE;
import static io.kgen.protocols.app.management.Access.OPEN;
import static io.kgen.protocols.app.management.Access.READ;

import io.kgen.protocols.app.management.AuditEndpoint;
import io.kgen.protocols.app.management.LoggersEndpoint;
import io.kgen.protocols.app.management.OperationsEndpoint;
import io.kgen.protocols.app.management.Reply;
import io.kgen.protocols.app.management.Request;
import io.kgen.protocols.app.management.Route;
import io.kgen.protocols.app.management.ThreadsEndpoint;
import io.kgen.protocols.audit.AuditReader;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.platform.AuditTrail;
import io.kgen.protocols.platform.EffectiveConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The routes of the management listener. */
final class ManagementRoutes {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final AppConfig config;
    private final HealthEndpoints health;
    private final MetricsRegistry metrics;
    private final Vertx node;
    private volatile EffectiveConfig settings;
    private final LoggersEndpoint loggers;
    private final AuditTrail audit;
    private final Supplier<AuditReader> auditReader;

    /**
     * Describes the endpoints of a node.
     *
     * @param node the Vert.x of the services
     * @param auditReader available once the node has started
     */
    ManagementRoutes(
            AppConfig config,
            HealthEndpoints health,
            MetricsRegistry metrics,
            Vertx node,
            AuditTrail audit,
            Supplier<AuditReader> auditReader) {
        this.config = config;
        this.settings = config.settings();
        this.health = health;
        this.metrics = metrics;
        this.node = node;
        this.audit = audit;
        this.auditReader = auditReader;
        this.loggers = new LoggersEndpoint(audit);
    }

    /** @param vertx of the management listener */
    List<Route> table(Vertx vertx) {
        return List.of(
                Route.get("/live", OPEN, health::live),
                Route.get("/ready", OPEN, health::ready),
                Route.get("/metrics", OPEN, request -> metrics(vertx)),
                Route.get("/info", OPEN, this::info),
                Route.get("/config", READ, this::config),
                Route.get("/loggers", READ, loggers::list),
                Route.get("/loggers/{}", READ, loggers::get),
                Route.put("/loggers/{}", CHANGE, loggers::set),
                Route.post("/loggers/{}", CHANGE, loggers::set),
                Route.get("/threads", READ, new ThreadsEndpoint(vertx)),
                Route.post("/operations/{}", CHANGE, new OperationsEndpoint(node, audit)),
                Route.get("/audit", CHANGE, new AuditEndpoint(auditReader)));
    }

    /** Where refused requests are recorded. */
    AuditTrail audit() {
        return audit;
    }

    /** On a worker, because a scrape reads every series. */
    private Future<Reply> metrics(Vertx vertx) {
        return vertx.executeBlocking(metrics::scrape, false)
                .map(text -> Reply.text(
                        PROMETHEUS,
                        text.orElseThrow(() -> new ServiceException(
                                FailureCode.NOT_FOUND, "this node has no metrics: metrics.enabled is false"))));
    }

    private Future<Reply> info(Request request) {
        var build = BuildInfo.read();
        var jvm = ManagementFactory.getRuntimeMXBean();
        return Future.succeededFuture(Reply.json(new JsonObject()
                .put("version", build.version())
                .put("commit", build.commit())
                .put("buildTime", build.time())
                .put("node", config.nodeName())
                .put("roles", config.roles().stream().map(Role::configName).toList())
                .put("startedAt", Instant.ofEpochMilli(jvm.getStartTime()).toString())
                .put("uptimeSeconds", jvm.getUptime() / 1_000)
                .put("java", jvm.getVmName() + " " + jvm.getVmVersion())));
    }

    private Future<Reply> config(Request request) {
        return Future.succeededFuture(Reply.json(settings.toJson().toString()));
    }

    /** Shows the new values of the keys that a running node takes, and of the others those of the start. */
    void reload(AppConfig changed) {
        settings = config.settings().with(changed.settings(), ReloadableKeys::contains);
    }
}
