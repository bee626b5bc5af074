package io.kgen.protocols.bus;

import io.vertx.core.eventbus.ReplyException;

/** From what the bus says of a failure to what its callers are told. */
final class ReplyErrors {

    private ReplyErrors() {}

    static ServiceException of(Operation<?, ?> operation, Throwable failure) {
        if (failure instanceof ReplyException reply) {
            return switch (reply.failureType()) {
                case TIMEOUT -> timeout(operation, reply);
                case NO_HANDLERS -> new ServiceException(FailureCode.NO_HANDLERS, "nobody serves " + operation, reply);
                case RECIPIENT_FAILURE ->
                    new ServiceException(FailureCode.of(reply.failureCode()), reply.getMessage(), reply);
                case ERROR -> new ServiceException(FailureCode.INTERNAL, "the bus could not carry " + operation, reply);
            };
        }
        return new ServiceException(FailureCode.INTERNAL, "the answer of " + operation + " could not be read", failure);
    }

    static ServiceException timeout(Operation<?, ?> operation, Throwable cause) {
        return new ServiceException(FailureCode.TIMEOUT, "no answer in time from " + operation, cause);
    }
}
