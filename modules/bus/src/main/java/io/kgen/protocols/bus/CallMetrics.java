package io.kgen.protocols.bus;

/**
 * Counts the calls that a node makes and serves. All event loops use it for every call, so an implementation must be
 * thread-safe, must not block and must not throw.
 */
@FunctionalInterface
public interface CallMetrics {

    /** Counts nothing. */
    CallMetrics NONE = operation -> OperationMetrics.NONE;

    /** The metrics of an operation, always the same ones. */
    OperationMetrics of(Operation<?, ?> operation);
}
