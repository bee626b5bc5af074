package io.kgen.protocols.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import java.util.IdentityHashMap;

/**
 * Calls the handlers on the event loop of the caller. The calls of one tick of the loop cross the event bus as one message,
 * see {@link CallBatcher}. Used by that event loop only.
 */
final class InProcessTransport implements Transport {

    private final EventBus bus;
    private final LocalRegistry registry;
    private final Context context;
    private final CallMetrics metrics;
    private final Transport fallback;
    /** By identity, because operations are constants and each call looks one up. */
    private final IdentityHashMap<Operation<?, ?>, CallBatcher<?, ?>> batchers = new IdentityHashMap<>();

    /** @param context null if the client was not created on an event loop; then this transport is never available */
    InProcessTransport(EventBus bus, LocalRegistry registry, Context context, CallMetrics metrics, Transport fallback) {
        this.bus = bus;
        this.registry = registry;
        this.context = context;
        this.metrics = metrics;
        this.fallback = fallback;
    }

    /** Whether the caller runs on this event loop, and a handler of the operation does, too. */
    boolean isAvailable(Operation<?, ?> operation) {
        return context != null
                && context.isEventLoopContext()
                && registry.isCurrentEventLoop()
                && registry.isServed(batcher(operation).address());
    }

    @Override
    public <Q extends Record, R extends Record> Future<R> call(
            Operation<Q, R> operation, Q request, CallContext context) {
        return batcher(operation).add(request, context);
    }

    @SuppressWarnings("unchecked") // the batcher of an operation has the types of the operation
    private <Q extends Record, R extends Record> CallBatcher<Q, R> batcher(Operation<Q, R> operation) {
        var existing = (CallBatcher<Q, R>) batchers.get(operation);
        return existing == null ? create(operation) : existing;
    }

    private <Q extends Record, R extends Record> CallBatcher<Q, R> create(Operation<Q, R> operation) {
        var batcher = new CallBatcher<>(
                operation, registry.address(operation), bus, context, metrics.of(operation), fallback);
        batchers.put(operation, batcher);
        return batcher;
    }
}
