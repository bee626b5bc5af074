package io.kgen.protocols.app;

import io.kgen.protocols.platform.PostgresConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** Tells the platform team, or the machine that restarts and routes for it, how this node is: {@code /live}, {@code /ready}. */
final class ManagementVerticle extends VerticleBase {

    private static final Duration PROBE_EVERY = Duration.ofSeconds(2);

    private final ManagementConfig config;
    private final PostgresConfig postgres;
    private final Readiness readiness;
    private final Duration probeEvery;
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
        server = vertx.createHttpServer().requestHandler(this::answer);
        return server.listen(config.port(), config.host());
    }

    @Override
    public Future<?> stop() {
        return server.close().eventually(probe::close);
    }

    /** The port that it listens on, once started. */
    int port() {
        return server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        switch (String.valueOf(request.path())) {
            // That this event loop answers is the answer. A restart would not cure a database (E71).
            case "/live" -> answer(request.response(), 200, new JsonObject().put("status", "live"));
            case "/ready" -> answer(request.response(), readiness.isReady() ? 200 : 503, ready());
            default -> answer(request.response(), 404, new JsonObject().put("error", "NOT_FOUND"));
        }
    }

    private JsonObject ready() {
        var state = new JsonObject().put("status", readiness.isReady() ? "ready" : "not ready");
        return readiness.isPostgresDown() ? state.put("postgres", "down") : state;
    }

    private static void answer(HttpServerResponse response, int status, JsonObject body) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, HttpHeaders.createOptimized("application/json"))
                .putHeader(HttpHeaders.CACHE_CONTROL, HttpHeaders.createOptimized("no-store"))
                .end(body.toBuffer());
    }
}
