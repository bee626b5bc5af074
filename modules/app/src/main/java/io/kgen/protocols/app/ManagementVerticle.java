package io.kgen.protocols.app;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;

/** Serves the state of this node to the platform team, and to the orchestrator that restarts nodes and routes to them. */
final class ManagementVerticle extends VerticleBase {

    private static final Duration PROBE_EVERY = Duration.ofSeconds(2);
    private static final int MAX_LINE_BYTES = 2 * 1024;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int IDLE_SECONDS = 15;
    private static final int MAX_CONNECTIONS = 64;

    private final ManagementConfig config;
    private final PostgresProbe.Config probing;
    private final Liveness liveness;
    private final Readiness readiness;
    private final MetricsRegistry metrics;

    /** Accessed by the one event loop of this listener only. */
    private int connections;

    private PostgresProbe probe;
    private HttpServer server;

    ManagementVerticle(AppConfig config, Liveness liveness, Readiness readiness, MetricsRegistry metrics) {
        this(
                config.management(),
                new PostgresProbe.Config(config.postgres(), PROBE_EVERY),
                liveness,
                readiness,
                metrics);
    }

    ManagementVerticle(
            ManagementConfig config,
            PostgresProbe.Config probing,
            Liveness liveness,
            Readiness readiness,
            MetricsRegistry metrics) {
        this.config = config;
        this.probing = probing;
        this.liveness = liveness;
        this.readiness = readiness;
        this.metrics = metrics;
    }

    @Override
    public Future<?> start() {
        probe = PostgresProbe.start(vertx, probing, readiness);
        server = vertx.createHttpServer(limits())
                .connectionHandler(this::count)
                .requestHandler(new ManagementHandler(liveness, readiness, metrics));
        return server.listen(config.port(), config.host());
    }

    /** Requests of probes are short. Longer ones are refused, so that they cannot fill the memory, not even on a private network. */
    private static HttpServerOptions limits() {
        return new HttpServerOptions()
                // HTTP/2 would wait for the first bytes of a connection before it is counted, and has limits of its
                // own.
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
        return server.close().eventually(probe::close);
    }

    /** The port of the listener, once started. */
    int port() {
        return server.actualPort();
    }
}
