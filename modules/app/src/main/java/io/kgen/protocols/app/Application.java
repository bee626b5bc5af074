package io.kgen.protocols.app;

import io.kgen.protocols.analytics.AnalyticsMaintenanceVerticle;
import io.kgen.protocols.analytics.AnalyticsVerticle;
import io.kgen.protocols.app.tracing.OpenTelemetryTracing;
import io.kgen.protocols.audit.AuditKey;
import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.bridge.BridgeVerticle;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.gateway.HttpVerticle;
import io.kgen.protocols.gateway.TokenKeysVerticle;
import io.kgen.protocols.kstore.KStoreRevocationVerticle;
import io.kgen.protocols.kstore.KStoreVerticle;
import io.kgen.protocols.platform.RateLimits;
import io.kgen.protocols.users.UsersInvalidationVerticle;
import io.kgen.protocols.users.UsersVerticle;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One running node: its Vert.x, its verticles, and the order in which they start and stop. */
public final class Application {

    private static final long METERS_TICK_MILLIS = 1_000;

    private final AppConfig config;
    private final ClusterNode node;
    /** Null if it is off. */
    private final OpenTelemetryTracing tracing;

    private final Vertx vertx;
    private final MetricsRegistry metrics;
    private final MeterRegistry meters;
    private final CallMetrics calls;
    private final Readiness readiness = new Readiness();
    private final RateLimits limits;
    private final Deployments deployments;
    /** Runs the management listener and the invalidation of users: both must go on while the event loops that serve are busy. */
    private final Vertx managementVertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));

    private final Liveness liveness;
    private final ManagementVerticle management;
    private final TokenKeysVerticle tokenKeys;
    private final List<HttpVerticle> gateways;
    private final List<BridgeVerticle> bridges;
    /** Null for a node whose configuration does not change. */
    private ConfigReload reload;
    /** Also the trail for what is no part of a transaction. */
    private final AuditVerticle audit;

    private AuditKey auditKey;
    private volatile boolean hasStarted;

    private Application(AppConfig config, OpenTelemetryTracing tracing, ClusterNode node) {
        this.config = config;
        this.node = node;
        this.tracing = tracing;
        this.vertx = node.vertx();
        this.deployments = new Deployments(vertx, config);
        this.metrics = new MetricsRegistry(config.metrics());
        this.meters = metrics.meters();
        this.calls = metrics.calls();
        if (tracing != null) {
            tracing.install(vertx);
        }
        this.liveness = Liveness.of(vertx, managementVertx, meters);
        this.audit = new AuditVerticle(config.postgres(), config.audit().retention(), meters);
        var health = new HealthEndpoints(liveness, readiness);
        var routes = new ManagementRoutes(config, health, metrics, vertx, audit, () -> audit.reader(auditKey));
        this.management = new ManagementVerticle(config, readiness, routes, meters);
        this.limits = new RateLimits(config.limits(), meters);
        this.tokenKeys = new TokenKeysVerticle(config.auth(), meters);
        this.gateways = isA(Role.GATEWAY)
                ? instances(
                        HttpVerticle.instances(config.http(), tokenKeys, config.storeClient(), limits, meters, calls))
                : List.of();
        this.bridges = config.bridge().enabled()
                ? instances(BridgeVerticle.instances(config.bridge(), limits, meters, calls))
                : List.of();
        node.registerMeters(meters);
        managementVertx.setPeriodic(METERS_TICK_MILLIS, tick -> metrics.tick());
    }

    private void reloadFrom(ConfigLoader loader, ConfigLoader.Loaded started) {
        reload = new ConfigReload(managementVertx, loader, started, reloadables(), audit, meters);
        reload.start();
    }

    /** Reads the configuration again within a second, even if none of its files has changed. */
    void reloadConfig() {
        reload.request();
    }

    /** The parts that take a changed configuration while the node runs. */
    private List<Reloadable> reloadables() {
        Reloadable rates = changed -> {
            limits.reload(changed.limits());
            return Future.succeededFuture();
        };
        var gateway = gateways.stream()
                .limit(1)
                .<Reloadable>flatMap(http -> Stream.of(
                        changed -> tokenKeys.reload(changed.auth()),
                        changed -> http.reload(changed.http(), changed.storeClient())));
        var bridge = bridges.stream().<Reloadable>map(instance -> changed -> instance.reload(changed.bridge()));
        return Stream.of(Stream.of(rates), gateway, bridge, Stream.<Reloadable>of(management::reload))
                .flatMap(Function.identity())
                .toList();
    }

    private <V> List<V> instances(Supplier<V> supplier) {
        return Stream.generate(supplier).limit(config.eventLoops()).toList();
    }

    /**
     * Like {@link #start(AppConfig)}, and goes on to reload what changes in the files of the configuration.
     *
     * @throws io.kgen.protocols.platform.ConfigException that lists all violations
     */
    public static Future<Application> start(ConfigLoader loader) {
        return start(loader, loader.load());
    }

    static Future<Application> start(ConfigLoader loader, ConfigLoader.Loaded loaded) {
        return start(loaded.config()).onSuccess(application -> application.reloadFrom(loader, loaded));
    }

    /** Joins the cluster, migrates the database and starts everything; fails with {@link StartupException}, leaving nothing behind. */
    public static Future<Application> start(AppConfig config) {
        return start(config, config.tracing().open(BuildInfo.read().version()));
    }

    /** As {@link #start(AppConfig)}, but with this tracing instead of the configured one; null for none. */
    public static Future<Application> start(AppConfig config, OpenTelemetryTracing tracing) {
        return detached()
                .compose(started -> ClusterNode.join(options(config), config.cluster()))
                .compose(node -> new Application(config, tracing, node).start());
    }

    private Future<Application> start() {
        return detached()
                .compose(started -> DatabasePreparation.run(vertx, config))
                .compose(connected -> AuditKey.load(vertx, config.postgres(), config.audit()))
                .onSuccess(key -> auditKey = key)
                .compose(connected -> deploy())
                .map(this)
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    /**
     * Shuts down gracefully: the requests in flight finish, new ones go to the rest of the cluster. Takes at most {@link
     * AppConfig#shutdownDelay()}, {@link AppConfig#shutdownTimeout()} and two seconds, but for ever if a database hangs, so a
     * caller that must end in time sets a timeout of its own. docs/operating.md lists the phases with their times.
     */
    public Future<Void> stop() {
        var sequence = new ShutdownSequence().then("report not ready", readiness::draining);
        if (hasStarted && !config.shutdownDelay().isZero()) {
            sequence.then("serve on for shutdown.delay", this::serveOn);
        }
        sequence.then("stop the check of the public listener", liveness::draining)
                // Both at once: the other nodes stop calling this one while its last HTTP requests finish.
                .then(
                        "deregister from the cluster and undeploy " + deployments.last(),
                        this::deregisterAndUndeployLast);
        deployments.undeployOthers(sequence);
        sequence.then("stop the heartbeats", liveness::stop)
                .then("leave the cluster and close Vert.x", node::leave)
                .then("close Vert.x of the management listener", managementVertx::close);
        if (tracing != null) {
            sequence.then("send the last spans", tracing::close);
        }
        return sequence.then("close the meters", metrics::close).run();
    }

    /** A balancer learns from {@code /ready} that this node stops, and clients leave connection by connection. */
    private Future<?> serveOn() {
        gateways.forEach(HttpVerticle::closeConnectionsAfterResponses);
        return managementVertx.timer(config.shutdownDelay().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The last one deployed is the gateway, if the node has one. */
    private Future<?> deregisterAndUndeployLast() {
        return Future.join(node.deregister(), deployments.undeployLast());
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Of a node that has the role {@link Role#GATEWAY}. */
    public int httpPort() {
        return gateways.get(0).port();
    }

    /** Empty unless the bridge is enabled. */
    public OptionalInt bridgePort() {
        return bridges.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(bridges.get(0).port());
    }

    public int managementPort() {
        return management.port();
    }

    /** Starts a chain that is not bound to an event loop, so it still completes after Vert.x is closed. */
    private static Future<Void> detached() {
        return Future.succeededFuture();
    }

    /** Listeners come last, so that no request arrives before its service is deployed. */
    private Future<Void> deploy() {
        return deployments
                .deploy("audit", managementVertx, () -> audit, 1)
                .compose(audited -> deployUsers())
                .compose(users -> deployAnalytics())
                .compose(analytics -> deployKStore())
                .compose(kstore -> deployments.listen(
                        "management", config.management().port(), managementVertx, List.of(management)))
                .compose(managed -> node.register())
                .compose(registered ->
                        deployments.listen("bridge", config.bridge().port(), vertx, bridges))
                .compose(bridged -> deployments.deployOnce(Role.GATEWAY, "keys", tokenKeys))
                .compose(keyed -> deployments.listen("http", config.http().port(), vertx, gateways))
                .onSuccess(open -> started());
    }

    /** The invalidation has the event loop of the management: a burst of requests must not delay its rounds. */
    private Future<Void> deployUsers() {
        var invalidation = new UsersInvalidationVerticle(config.users(), meters);
        return isA(Role.USERS)
                ? deployments
                        .deploy("users invalidation", managementVertx, () -> invalidation, 1)
                        .compose(deployed -> deployments.deploy(
                                Role.USERS,
                                UsersVerticle.instances(config.users(), invalidation, auditKey, meters, calls)))
                : Future.succeededFuture();
    }

    private Future<Void> deployAnalytics() {
        var analytics = config.analytics();
        return deployments
                .deployOnce(
                        Role.ANALYTICS,
                        "maintenance",
                        new AnalyticsMaintenanceVerticle(analytics, auditKey, meters, calls))
                .compose(maintained ->
                        deployments.deploy(Role.ANALYTICS, AnalyticsVerticle.instances(analytics, meters, calls)));
    }

    private Future<Void> deployKStore() {
        return deployments
                .deployOnce(
                        Role.KSTORE,
                        "revocation",
                        new KStoreRevocationVerticle(config.kstore(), auditKey, meters, calls))
                .compose(revoking -> deployments.deploy(
                        Role.KSTORE, KStoreVerticle.instances(config.kstore(), auditKey, meters, calls)));
    }

    private void started() {
        if (!gateways.isEmpty()) {
            liveness.listening(config.http().host(), httpPort());
        }
        readiness.started();
        hasStarted = true;
    }

    private boolean isA(Role role) {
        return config.roles().contains(role);
    }

    private static VertxOptions options(AppConfig config) {
        var files = new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return new VertxOptions()
                .setEventLoopPoolSize(config.eventLoops())
                .setPreferNativeTransport(true)
                .setFileSystemOptions(files);
    }
}
