package io.kgen.protocols.platform;

/**
 * Records actions that are no part of a transaction. Recording never blocks and never fails for the caller: an entry that
 * cannot be written is logged as an error with its content. Thread-safe.
 */
@FunctionalInterface
public interface AuditTrail {

    String OPERATOR = "operator";
    String NODE = "node";

    String RELOAD = "config.reload";
    String LOG_LEVEL = "log-level.change";
    String OPERATION = "operation.call";
    String ACCESS_DENIED = "management.access-denied";

    /** For a node without a database, and for tests. */
    AuditTrail NONE = entry -> {};

    void record(AuditEntry entry);
}
