package io.kgen.protocols.bus;

/** Counts the calls of one operation, see {@link CallMetrics}. In all methods, the failure is null if there was a reply. */
public interface OperationMetrics {

    /** Counts nothing. */
    OperationMetrics NONE = new OperationMetrics() {};

    /** A caller on this node has its reply, or the failure of the call. */
    default void called(FailureCode failure, long nanos) {}

    /** A call that was not delivered, or that is idempotent and failed without a result, is sent again. */
    default void retried() {}

    /** An idempotent call that has no reply yet is also sent to another node. */
    default void hedged() {}

    /** A handler on this node has completed a call of any node. */
    default void handled(FailureCode failure) {}
}
