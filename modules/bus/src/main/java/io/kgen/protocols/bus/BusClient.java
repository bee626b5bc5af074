package io.kgen.protocols.bus;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import java.util.IdentityHashMap;
import java.util.function.Consumer;

/**
 * Calls operations over the bus, and hears what is published on it. Of those who serve an operation, it asks the instance
 * on the event loop that it was made on; if there is none, one on its own node; and another node only if there is none of
 * those. Every failure of a call is a {@link ServiceException}.
 */
public final class BusClient {

    private final Vertx vertx;
    private final EventBus bus;
    private final LocalRegistry nearby;
    private final Context home = Vertx.currentContext();
    /** Touched by the home's event loop only; by identity, because operations are constants and this is asked with each call. */
    private final IdentityHashMap<Operation<?, ?>, CallBatcher<?, ?>> turns = new IdentityHashMap<>();

    public BusClient(Vertx vertx) {
        this.vertx = vertx;
        this.bus = RecordCodec.registeredOn(vertx);
        this.nearby = LocalRegistry.of(vertx);
    }

    /**
     * Waits for the operation's timeout or until the call's deadline, whichever comes first. In a cluster it may ask more
     * than once in that time: if the request was delivered to nobody, and if it is {@link Operation#repeatable()} and not
     * answered.
     */
    public <Q extends Record, R extends Record> Future<R> call(Operation<Q, R> operation, Q request, CallContext call) {
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
    public <T extends Record> Future<Subscription> subscribe(Topic<T> notification, Consumer<T> listener) {
        var consumer = bus.<Object>consumer(
                notification.address(),
                message -> listener.accept(RecordJson.read(message.body(), notification.type())));
        return consumer.completion().map(registered -> new Subscription(consumer));
    }

    private boolean isAtHome() {
        return home != null && home.isEventLoopContext() && nearby.isHere();
    }

    @SuppressWarnings("unchecked") // an operation's turn is of its types
    private <Q extends Record, R extends Record> CallBatcher<Q, R> turn(Operation<Q, R> operation) {
        return (CallBatcher<Q, R>) turns.computeIfAbsent(
                operation,
                unseen -> new CallBatcher<>(
                        operation,
                        nearby.address(operation),
                        bus,
                        home,
                        (request, call) -> ask(operation, request, call)));
    }

    private <Q extends Record, R extends Record> Future<R> ask(Operation<Q, R> operation, Q request, CallContext call) {
        var timeout = Math.min(operation.timeout().toMillis(), call.remainingMillis());
        if (!vertx.isClustered()) {
            return send(operation, request, BusHeaders.write(call, timeout));
        }
        if (!nearby.isServedOnNode(operation)) {
            return askCluster(operation, request, call, timeout);
        }
        return send(operation, request, BusHeaders.write(call, timeout).setLocalOnly(true))
                .recover(failure -> isUndelivered(failure)
                        ? askCluster(operation, request, call, Math.min(timeout, call.remainingMillis()))
                        : Future.failedFuture(failure));
    }

    private <Q extends Record, R extends Record> Future<R> askCluster(
            Operation<Q, R> operation, Q request, CallContext call, long timeout) {
        return HedgedCall.ask(
                vertx,
                timeout,
                operation.repeatable().test(request),
                millis -> send(operation, request, BusHeaders.write(call, millis)));
    }

    private <Q extends Record, R extends Record> Future<R> send(
            Operation<Q, R> operation, Q request, DeliveryOptions options) {
        return bus.request(operation.address(), request, options.setCodecName(RecordCodec.NAME))
                .map(message -> RecordJson.read(message.body(), operation.reply()))
                .recover(failure -> Future.failedFuture(ReplyErrors.of(operation, failure)));
    }

    private static boolean isUndelivered(Throwable failure) {
        return ServiceException.is(failure, FailureCode.NO_HANDLERS);
    }
}
