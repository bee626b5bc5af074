package io.kgen.protocols.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.util.function.Consumer;

/**
 * Calls operations and subscribes to topics. A call goes to the handler on the event loop on which this client was created;
 * if there is none, to a handler on the same node; and only if there is none, to another node. Every failure of a call is a
 * {@link ServiceException}.
 */
public final class BusClient {

    private final EventBus bus;
    private final Tracing tracing;
    private final InProcessTransport inProcess;
    private final Transport overBus;

    /** Without metrics. */
    public BusClient(Vertx vertx) {
        this(vertx, CallMetrics.NONE);
    }

    public BusClient(Vertx vertx, CallMetrics metrics) {
        var registry = LocalRegistry.of(vertx);
        this.tracing = Tracing.of(vertx);
        this.bus = BusCodecs.register(vertx);
        this.overBus = new BusTransport(vertx, bus, registry, metrics);
        this.inProcess = new InProcessTransport(bus, registry, Vertx.currentContext(), metrics, overBus);
    }

    /**
     * Calls an operation. The call fails with {@link FailureCode#TIMEOUT} at the timeout of the operation or at the deadline
     * of the context, whichever is first. Within this time, a call to a cluster is repeated if it was not delivered, or if it
     * is idempotent ({@link Operation#idempotency()}) and has no reply yet.
     */
    public <Q extends Record, R extends Record> Future<R> call(
            Operation<Q, R> operation, Q request, CallContext context) {
        if (tracing == null) {
            return transport(operation).call(operation, request, context);
        }
        var span = tracing.start(operation.address(), Tracing.Kind.CLIENT, context.traceparent());
        return span.around(() -> transport(operation).call(operation, request, context.in(span)));
    }

    private Transport transport(Operation<?, ?> operation) {
        return inProcess.isAvailable(operation) ? inProcess : overBus;
    }

    /**
     * Passes on every record that any node publishes after the future has succeeded. The exception handler of the context
     * gets what the listener throws.
     */
    public <T extends Record> Future<Subscription> subscribe(Topic<T> topic, Consumer<T> listener) {
        var consumer = bus.<Object>consumer(topic.address(), message -> listener.accept(topic.parse(message.body())));
        return consumer.completion().map(registered -> new Subscription(consumer));
    }
}
