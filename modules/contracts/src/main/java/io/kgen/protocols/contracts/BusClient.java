package io.kgen.protocols.contracts;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls operations over the bus, on the event loop that it was made on if they are served there. Every failure of the
 * returned futures is a {@link ServiceFailure}.
 */
public final class BusClient {

    private final EventBus bus;
    private final Nearby nearby;
    private final Map<String, String> addresses = new ConcurrentHashMap<>();

    public BusClient(Vertx vertx) {
        this.bus = RecordCodec.registeredOn(vertx);
        this.nearby = Nearby.of(vertx);
    }

    /** Asks once, waiting for the operation's timeout or until the call's deadline, whichever comes first. */
    public <Q extends Record, R extends Record> Future<R> call(Operation<Q, R> operation, Q request, Call call) {
        var timeout = Math.min(operation.timeout().toMillis(), call.remainingMillis());
        var options = Headers.write(call, timeout).setCodecName(RecordCodec.NAME);
        return request(operation, request, options)
                .map(message -> Wire.read(message.body(), operation.reply()))
                .recover(failure -> Future.failedFuture(asServiceFailure(operation, failure)));
    }

    private Future<Message<Object>> request(Operation<?, ?> operation, Record request, DeliveryOptions options) {
        var address = addresses.computeIfAbsent(operation.address(), published -> nearest(operation));
        var answer = bus.request(address, request, options);
        return address.equals(operation.address())
                ? answer
                : answer.recover(failure -> elsewhere(operation, request, options, failure));
    }

    private String nearest(Operation<?, ?> operation) {
        return nearby.isServed(operation) ? nearby.address(operation) : operation.address();
    }

    /** The instance on this event loop is gone: nobody has seen the request, so it may go to another one. */
    private Future<Message<Object>> elsewhere(
            Operation<?, ?> operation, Record request, DeliveryOptions options, Throwable failure) {
        if (failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS) {
            addresses.put(operation.address(), operation.address());
            return bus.request(operation.address(), request, options);
        }
        return Future.failedFuture(failure);
    }

    private static ServiceFailure asServiceFailure(Operation<?, ?> operation, Throwable failure) {
        if (failure instanceof ReplyException reply) {
            return switch (reply.failureType()) {
                case TIMEOUT -> new ServiceFailure(FailureCode.TIMEOUT, "no answer in time from " + operation, reply);
                case NO_HANDLERS -> new ServiceFailure(FailureCode.NO_HANDLERS, "nobody serves " + operation, reply);
                case RECIPIENT_FAILURE ->
                    new ServiceFailure(FailureCode.of(reply.failureCode()), reply.getMessage(), reply);
                case ERROR -> new ServiceFailure(FailureCode.INTERNAL, "the bus could not carry " + operation, reply);
            };
        }
        return new ServiceFailure(FailureCode.INTERNAL, "the answer of " + operation + " could not be read", failure);
    }
}
