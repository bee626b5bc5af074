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
 * Calls the operations of this node before it registers them in the cluster. The first calls of a JVM may take seconds on a
 * busy machine, longer than the timeout of a caller, and a new member of a cluster gets its full share of calls at once.
 */
final class WarmUp {

    private static final int ROUNDS = 50;
    private static final long TIMEOUT_SECONDS = 5;

    /** They change nothing: three only read, and an event without an eventId is rejected before it is stored. */
    private static final List<Operation<?, ?>> OPERATIONS = List.of(
            UsersOperations.FIND_LINKED_NUMBER,
            AnalyticsOperations.LIST_PARTICIPATIONS,
            AnalyticsOperations.PARTICIPATION_SUMMARY,
            AnalyticsOperations.RECORD_EVENT);

    private static final DeliveryOptions LOCAL_ONLY = new DeliveryOptions().setLocalOnly(true);

    private WarmUp() {}

    /** Always succeeds: when all rounds are done, or after the timeout. */
    static Future<Void> of(Vertx vertx) {
        return rounds(vertx, ROUNDS).timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).otherwiseEmpty();
    }

    private static Future<Void> rounds(Vertx vertx, int left) {
        return left == 0
                ? Future.succeededFuture()
                : Future.join(OPERATIONS.stream()
                                .map(operation -> call(vertx, operation))
                                .toList())
                        .transform(called -> rounds(vertx, left - 1));
    }

    /** Sends plain JSON, as a request from another node arrives. */
    private static Future<?> call(Vertx vertx, Operation<?, ?> operation) {
        var request = new JsonObject().put("issuer", "platform-protocols").put("userId", "warm-up");
        return vertx.eventBus().request(operation.address(), request, LOCAL_ONLY);
    }
}
