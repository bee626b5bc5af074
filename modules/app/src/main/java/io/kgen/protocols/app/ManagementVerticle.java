package io.kgen.protocols.app;

import io.kgen.protocols.postgres.PostgresConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;

/** Tells the platform team, or the machine that restarts and routes for it, how this node is. */
final class ManagementVerticle extends VerticleBase {

    private static final Duration PROBE_EVERY = Duration.ofSeconds(2);
    private static final int MAX_LINE_BYTES = 2 * 1024;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int IDLE_SECONDS = 15;
    private static final int MAX_CONNECTIONS = 64;

    private final ManagementConfig config;
    private final PostgresConfig postgres;
    private final Liveness liveness;
    private final Readiness readiness;
    private final Duration probeEvery;
    /** There before the modules are, so that it has all of their meters. */
    private final MetricsRegistry meters = new MetricsRegistry();

    /** Touched by the one event loop of this listener only. */
    private int connections;

    private PostgresProbe probe;
    private HttpServer server;

    ManagementVerticle(ManagementConfig config, PostgresConfig postgres, Liveness liveness, Readiness readiness) {
        this(config, postgres, liveness, readiness, PROBE_EVERY);
    }

    ManagementVerticle(
            ManagementConfig config,
            PostgresConfig postgres,
            Liveness liveness,
            Readiness readiness,
            Duration probeEvery) {
        this.config = config;
        this.postgres = postgres;
        this.liveness = liveness;
        this.readiness = readiness;
        this.probeEvery = probeEvery;
    }

    @Override
    public Future<?> start() {
        probe = new PostgresProbe(vertx, postgres, probeEvery, readiness);
        server = vertx.createHttpServer(limits())
                .connectionHandler(this::count)
                .requestHandler(new ManagementHandler(liveness, readiness, meters));
        return server.listen(config.port(), config.host());
    }

    /** A probe's request is short; whatever is not must not fill the memory, not even on a private network. */
    private static HttpServerOptions limits() {
        return new HttpServerOptions()
                // It would wait for the first bytes of a connection before that is counted, and has limits of its own.
                .setHttp2ClearTextEnabled(false)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setIdleTimeout(IDLE_SECONDS);
    }

    private void count(HttpConnection connection) {
        connections++;
        connection.closeHandler(closed -> connections--);
        if (connections > MAX_CONNECTIONS) {
            connection.close();
        }
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
