package io.kgen.protocols.app;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Serves {@code /live}, {@code /ready} and {@code /metrics}. */
final class ManagementHandler implements Handler<HttpServerRequest> {

    private static final String JSON = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Liveness liveness;
    private final Readiness readiness;
    private final MetricsRegistry metrics;

    ManagementHandler(Liveness liveness, Readiness readiness, MetricsRegistry metrics) {
        this.liveness = liveness;
        this.readiness = readiness;
        this.metrics = metrics;
    }

    @Override
    public void handle(HttpServerRequest request) {
        switch (String.valueOf(request.path())) {
            case "/live" -> live(request.response());
            case "/ready" -> respond(request.response(), readiness.isReady() ? 200 : 503, ready());
            case "/metrics" -> metrics(request.response());
            default -> notFound(request.response());
        }
    }

    private void metrics(HttpServerResponse response) {
        metrics.scrape()
                .ifPresentOrElse(
                        text -> respond(response, 200, PROMETHEUS, Buffer.buffer(text)), () -> notFound(response));
    }

    private static void notFound(HttpServerResponse response) {
        respond(response, 404, new JsonObject().put("error", "NOT_FOUND"));
    }

    private void live(HttpServerResponse response) {
        var problem = liveness.problem();
        var state = new JsonObject().put("status", problem.isEmpty() ? "live" : "not live");
        problem.ifPresent(sentence -> state.put("msg", sentence));
        respond(response, problem.isEmpty() ? 200 : 503, state);
    }

    private JsonObject ready() {
        var state = new JsonObject().put("status", readiness.isReady() ? "ready" : "not ready");
        return readiness.isPostgresDown() ? state.put("postgres", "down") : state;
    }

    private static void respond(HttpServerResponse response, int status, JsonObject body) {
        respond(response, status, JSON, body.toBuffer());
    }

    private static void respond(HttpServerResponse response, int status, String type, Buffer body) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, type)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(body);
    }
}
