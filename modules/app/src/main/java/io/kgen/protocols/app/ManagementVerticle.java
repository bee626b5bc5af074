package io.kgen.protocols.app;

import io.kgen.protocols.app.management.ManagementConfig;
import io.kgen.protocols.app.management.ManagementServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;

/** Serves the state of this node to the platform team, and to the orchestrator that restarts nodes and routes to them. */
final class ManagementVerticle extends VerticleBase {

    private static final Duration PROBE_EVERY = Duration.ofSeconds(2);

    private final ManagementConfig config;
    private final PostgresProbe.Config probing;
    private final Readiness readiness;
    private final ManagementRoutes routes;
    private final MeterRegistry meters;

    private PostgresProbe probe;
    private ManagementServer server;

    ManagementVerticle(AppConfig config, Readiness readiness, ManagementRoutes routes, MeterRegistry meters) {
        this(config.management(), new PostgresProbe.Config(config.postgres(), PROBE_EVERY), readiness, routes, meters);
    }

    ManagementVerticle(
            ManagementConfig config,
            PostgresProbe.Config probing,
            Readiness readiness,
            ManagementRoutes routes,
            MeterRegistry meters) {
        this.config = config;
        this.probing = probing;
        this.readiness = readiness;
        this.routes = routes;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        probe = PostgresProbe.start(vertx, probing, readiness);
        return ManagementServer.listen(vertx, config, routes.table(vertx), meters, routes.audit())
                .onSuccess(listening -> server = listening);
    }

    @Override
    public Future<?> stop() {
        return server.close().eventually(probe::close);
    }

    /** Takes the token, the certificate and what {@code /config} shows. */
    Future<?> reload(AppConfig changed) {
        routes.reload(changed);
        return server.reload(changed.management());
    }

    /** The port of the listener, once started. */
    int port() {
        return server.port();
    }
}
