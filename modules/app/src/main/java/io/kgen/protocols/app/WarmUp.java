package io.kgen.protocols.app;

import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a node asks itself before others ask it. A JVM's first calls may take seconds on a busy machine, longer than callers
 * wait, and a new member of a cluster gets its full share of them at once.
 */
final class WarmUp {

    private static final int ROUNDS = 50;
    private static final long PATIENCE_SECONDS = 5;

    /** They only read; and that an event does not fit is found out before it is stored. */
    private static final List<Operation<?, ?>> QUESTIONS = List.of(
            UsersOperations.FIND_LINKED_NUMBER,
            AnalyticsOperations.LIST_PARTICIPATIONS,
            AnalyticsOperations.PARTICIPATION_SUMMARY,
            AnalyticsOperations.RECORD_EVENT);

    private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

    private WarmUp() {}

    /** Succeeds when it has helped as much as it can, whatever the answers are. */
    static Future<Void> of(Vertx vertx) {
        return rounds(vertx, ROUNDS).timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
    }

    private static Future<Void> rounds(Vertx vertx, int left) {
        return left == 0
                ? Future.succeededFuture()
                : Future.join(QUESTIONS.stream()
                                .map(question -> ask(vertx, question))
                                .toList())
                        .transform(asked -> rounds(vertx, left - 1));
    }

    /** As plain JSON, which is how questions come from other nodes. */
    private static Future<?> ask(Vertx vertx, Operation<?, ?> question) {
        var nobody = new JsonObject().put("issuer", "platform-protocols").put("userId", "warm-up");
        return vertx.eventBus().request(question.address(), nobody, HERE);
    }
}
