package io.kgen.protocols.contracts;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;

/** Calls operations over the bus. Every failure of the returned futures is a {@link ServiceFailure}. */
public final class BusClient {

    private final EventBus bus;

    public BusClient(Vertx vertx) {
        this.bus = RecordCodec.registeredOn(vertx);
    }

    /** Asks once, waiting for the operation's timeout or until the call's deadline, whichever comes first. */
    public <Q extends Record, R extends Record> Future<R> call(Operation<Q, R> operation, Q request, Call call) {
        var timeout = Math.min(operation.timeout().toMillis(), call.remainingMillis());
        var options = Headers.write(call, timeout).setCodecName(RecordCodec.NAME);
        return bus.request(operation.address(), request, options)
                .map(message -> Wire.read(message.body(), operation.reply()))
                .recover(failure -> Future.failedFuture(asServiceFailure(operation, failure)));
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
