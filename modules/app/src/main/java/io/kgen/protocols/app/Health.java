package io.kgen.protocols.app;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Answers {@code /live} and {@code /ready}. */
final class Health implements Handler<HttpServerRequest> {

    private final Readiness readiness;

    Health(Readiness readiness) {
        this.readiness = readiness;
    }

    @Override
    public void handle(HttpServerRequest request) {
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
