package io.kgen.protocols.contracts;

import io.vertx.core.eventbus.ReplyException;

/** From what the bus says of a failure to what its callers are told. */
final class BusFailures {

    private BusFailures() {}

    static ServiceFailure of(Operation<?, ?> operation, Throwable failure) {
        if (failure instanceof ReplyException reply) {
            return switch (reply.failureType()) {
                case TIMEOUT -> timeout(operation, reply);
                case NO_HANDLERS -> new ServiceFailure(FailureCode.NO_HANDLERS, "nobody serves " + operation, reply);
                case RECIPIENT_FAILURE ->
                    new ServiceFailure(FailureCode.of(reply.failureCode()), reply.getMessage(), reply);
                case ERROR -> new ServiceFailure(FailureCode.INTERNAL, "the bus could not carry " + operation, reply);
            };
        }
        return new ServiceFailure(FailureCode.INTERNAL, "the answer of " + operation + " could not be read", failure);
    }

    static ServiceFailure timeout(Operation<?, ?> operation, Throwable cause) {
        return new ServiceFailure(FailureCode.TIMEOUT, "no answer in time from " + operation, cause);
    }
}
