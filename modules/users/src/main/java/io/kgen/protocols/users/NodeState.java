package io.kgen.protocols.users;

import java.time.Duration;

/** The state that the verticle instances of one node share. Thread-safe; only the invalidation sets the validity. */
final class NodeState {

    private final SingleFlight<CacheKey, VersionedLink> flights = new SingleFlight<>();
    private final PendingInvalidations pending;
    private volatile CacheValidity validity;
    private volatile long appliedAt = System.nanoTime();

    private NodeState(Duration statementLife) {
        this.pending = new PendingInvalidations(statementLife);
    }

    static NodeState of(UsersConfig config) {
        // The wait for a connection, and then the time in the database.
        return new NodeState(config.postgres().timeout().multipliedBy(2));
    }

    SingleFlight<CacheKey, VersionedLink> flights() {
        return flights;
    }

    PendingInvalidations pending() {
        return pending;
    }

    /** Null while the entries of Redis may be older than the log. */
    CacheValidity validity() {
        return validity;
    }

    /** The log is applied to a Redis as it was before {@code readAt}. */
    void logApplied(String epoch, long readAt) {
        validity = new CacheValidity(epoch, readAt, true);
        appliedAt = readAt;
        pending.appliedUntil(readAt);
    }

    /** Since the last complete round began; since the start of the node, if there was none. */
    long nanosSinceApplied() {
        return System.nanoTime() - appliedAt;
    }

    void logUnavailable() {
        if (validity != null) {
            validity = validity.withoutLog();
        }
    }

    void expireValidity() {
        if (validity != null) {
            validity = validity.expired();
        }
    }

    void revokeValidity() {
        validity = null;
    }

    /** Ends single flights while the log is not applied, because a number may have changed since a flight began. */
    void forgetFlightsUnlessValid() {
        var current = validity;
        if (current == null || !current.isCurrent()) {
            flights.forgetAll();
        }
    }
}
