package io.kgen.protocols.app;

import io.kgen.protocols.platform.PostgresConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.time.Duration;

/** Tells the platform team, or the machine that restarts and routes for it, how this node is. */
final class ManagementVerticle extends VerticleBase {

    private static final Duration PROBE_EVERY = Duration.ofSeconds(2);

    private final ManagementConfig config;
    private final PostgresConfig postgres;
    private final Readiness readiness;
    private final Duration probeEvery;
    /** There before the modules are, so that it has all of their meters. */
    private final Meters meters = new Meters();

    private PostgresProbe probe;
    private HttpServer server;

    ManagementVerticle(ManagementConfig config, PostgresConfig postgres, Readiness readiness) {
        this(config, postgres, readiness, PROBE_EVERY);
    }

    ManagementVerticle(ManagementConfig config, PostgresConfig postgres, Readiness readiness, Duration probeEvery) {
        this.config = config;
        this.postgres = postgres;
        this.readiness = readiness;
        this.probeEvery = probeEvery;
    }

    @Override
    public Future<?> start() {
        probe = new PostgresProbe(vertx, postgres, probeEvery, readiness);
        server = vertx.createHttpServer().requestHandler(new Health(readiness, meters));
        return server.listen(config.port(), config.host());
    }

    @Override
    public Future<?> stop() {
        return server.close().onComplete(closed -> meters.close()).eventually(probe::close);
    }

    /** The port that it listens on, once started. */
    int port() {
        return server.actualPort();
    }
}
