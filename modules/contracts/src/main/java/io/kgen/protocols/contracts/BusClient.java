package io.kgen.protocols.contracts;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import java.util.IdentityHashMap;
import java.util.function.Consumer;

/**
 * Calls operations over the bus, on the event loop that it was made on if they are served there, and hears what is published
 * on it. Every failure of a call is a {@link ServiceFailure}.
 */
public final class BusClient {

    private final EventBus bus;
    private final Nearby nearby;
    private final Context home = Vertx.currentContext();
    /** Touched by the home's event loop only; by identity, because operations are constants and this is asked with each call. */
    private final IdentityHashMap<Operation<?, ?>, Turn<?, ?>> turns = new IdentityHashMap<>();

    public BusClient(Vertx vertx) {
        this.bus = RecordCodec.registeredOn(vertx);
        this.nearby = Nearby.of(vertx);
    }

    /** Asks once, waiting for the operation's timeout or until the call's deadline, whichever comes first. */
    public <Q extends Record, R extends Record> Future<R> call(Operation<Q, R> operation, Q request, Call call) {
        if (isAtHome()) {
            var turn = turn(operation);
            if (nearby.isServed(turn.address())) {
                return turn.add(request, call);
            }
        }
        return ask(operation, request, call);
    }

    /**
     * Hands on what is published from the moment when the future succeeds, cluster included. What the listener throws is
     * for the exception handler of its context.
     */
    public <T extends Record> Future<Subscription> subscribe(Notification<T> notification, Consumer<T> listener) {
        var consumer = bus.<Object>consumer(
                notification.address(), message -> listener.accept(Wire.read(message.body(), notification.type())));
        return consumer.completion().map(registered -> new Subscription(consumer));
    }

    private boolean isAtHome() {
        return home != null && home.isEventLoopContext() && nearby.isHere();
    }

    @SuppressWarnings("unchecked") // an operation's turn is of its types
    private <Q extends Record, R extends Record> Turn<Q, R> turn(Operation<Q, R> operation) {
        return (Turn<Q, R>) turns.computeIfAbsent(
                operation,
                unseen -> new Turn<>(
                        operation,
                        nearby.address(operation),
                        bus,
                        home,
                        (request, call) -> ask(operation, request, call)));
    }

    private <Q extends Record, R extends Record> Future<R> ask(Operation<Q, R> operation, Q request, Call call) {
        var timeout = Math.min(operation.timeout().toMillis(), call.remainingMillis());
        var options = Headers.write(call, timeout).setCodecName(RecordCodec.NAME);
        return bus.request(operation.address(), request, options)
                .map(message -> Wire.read(message.body(), operation.reply()))
                .recover(failure -> Future.failedFuture(BusFailures.of(operation, failure)));
    }
}
