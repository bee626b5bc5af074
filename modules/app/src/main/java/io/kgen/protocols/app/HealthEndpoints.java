package io.kgen.protocols.app;

import io.kgen.protocols.app.management.Reply;
import io.kgen.protocols.app.management.Request;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What an orchestrator asks: {@code /live} and {@code /ready}. */
final class HealthEndpoints {

    private final Liveness liveness;
    private final Readiness readiness;

    HealthEndpoints(Liveness liveness, Readiness readiness) {
        this.liveness = liveness;
        this.readiness = readiness;
    }

    Future<Reply> live(Request request) {
        var problem = liveness.problem();
        var state = new JsonObject().put("status", problem.isEmpty() ? "live" : "not live");
        problem.ifPresent(sentence -> state.put("msg", sentence));
        return Future.succeededFuture(Reply.json(problem.isEmpty() ? 200 : 503, state));
    }

    Future<Reply> ready(Request request) {
        var reasons = readiness.reasons();
        var state = new JsonObject()
                .put("status", reasons.isEmpty() ? "ready" : "not ready")
                .put("reasons", new JsonArray(reasons));
        return Future.succeededFuture(Reply.json(reasons.isEmpty() ? 200 : 503, state));
    }
}
