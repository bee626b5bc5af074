package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Violation;
import io.kgen.protocols.contracts.JsonName;

/**
 * The result for one event of a batch.
 *
 * @param error null if the event is committed
 * @param msg for a person, or null
 * @param retryable whether the client should send the item again; otherwise it must remove the item from its queue (E11)
 */
public record BatchItemResult(int index, Status status, FailureCode error, String msg, boolean retryable) {

    /** The status of the contract. */
    public enum Status implements JsonName {
        STORED,
        /** The same key with the same content was stored before. */
        DUPLICATE,
        /** The same key was stored before, with other content. */
        CONFLICT,
        /** The item is invalid and can never be stored. */
        REJECTED,
        /** Not stored, or the outcome is unknown: send it again with the same key. */
        RETRY
    }

    public static BatchItemResult committed(int index, WriteStatus status) {
        return new BatchItemResult(
                index, status == WriteStatus.STORED ? Status.STORED : Status.DUPLICATE, null, null, false);
    }

    /** The item is not a valid event. A violation without a field concerns the item as a whole, and its text is the rule. */
    public static BatchItemResult rejected(int index, Violation violation) {
        var msg = violation.field().isEmpty() ? violation.rule() : violation.sentence();
        return new BatchItemResult(index, Status.REJECTED, FailureCode.INVALID, msg, false);
    }

    public static BatchItemResult failed(int index, ServiceException failure) {
        return switch (failure.code()) {
            case CONFLICT -> new BatchItemResult(index, Status.CONFLICT, failure.code(), failure.getMessage(), false);
            case INVALID, FORBIDDEN, NOT_FOUND ->
                new BatchItemResult(index, Status.REJECTED, failure.code(), failure.getMessage(), false);
            case OVERLOADED, INTERNAL, UNAVAILABLE, NO_HANDLERS, TIMEOUT ->
                new BatchItemResult(index, Status.RETRY, failure.code(), failure.getMessage(), true);
        };
    }
}
