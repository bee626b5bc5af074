package io.kgen.protocols.bus;

import io.vertx.core.eventbus.ReplyException;

/** Maps a failure of the event bus to the failure of the call. */
final class ReplyErrors {

    private ReplyErrors() {}

    static ServiceException of(Operation<?, ?> operation, Throwable failure) {
        if (failure instanceof ReplyException reply) {
            return switch (reply.failureType()) {
                case TIMEOUT -> timeout(operation, reply);
                case NO_HANDLERS -> new ServiceException(FailureCode.NO_HANDLERS, "no handler for " + operation, reply);
                case RECIPIENT_FAILURE ->
                    new ServiceException(FailureCode.of(reply.failureCode()), reply.getMessage(), reply);
                case ERROR -> new ServiceException(FailureCode.INTERNAL, "event bus error for " + operation, reply);
            };
        }
        return new ServiceException(FailureCode.INTERNAL, "the reply of " + operation + " is not readable", failure);
    }

    static ServiceException timeout(Operation<?, ?> operation, Throwable cause) {
        return new ServiceException(FailureCode.TIMEOUT, "timeout of " + operation, cause);
    }
}
