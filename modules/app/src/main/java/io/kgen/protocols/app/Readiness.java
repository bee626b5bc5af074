package io.kgen.protocols.app;

/**
 * Whether this node wants requests: it has started, is not draining, and PostgreSQL is not known to be away.
 *
 * <p>One failed probe is a hiccup, and a node that leaves the load balancer for every hiccup makes an outage of it. So
 * several in a row count as away, and one answer as back (E71). Written and read from any thread.
 */
final class Readiness {

    static final int FAILURES_OF_AN_OUTAGE = 3;

    private volatile Phase phase = Phase.STARTING;
    private volatile int failuresInARow;

    private enum Phase {
        STARTING,
        SERVING,
        DRAINING
    }

    /** Everything a request needs is there. */
    void started() {
        phase = Phase.SERVING;
    }

    /** No more requests, for good. */
    void draining() {
        phase = Phase.DRAINING;
    }

    /** Called by one probe at a time. Returns true if this answer changed what is known of PostgreSQL. */
    boolean postgresAnswered() {
        var wasDown = isPostgresDown();
        failuresInARow = 0;
        return wasDown;
    }

    /** Called by one probe at a time. Returns true if this failure changed what is known of PostgreSQL. */
    boolean postgresFailed() {
        var failures = Math.min(failuresInARow + 1, FAILURES_OF_AN_OUTAGE + 1);
        failuresInARow = failures;
        return failures == FAILURES_OF_AN_OUTAGE;
    }

    boolean isReady() {
        return phase == Phase.SERVING && !isPostgresDown();
    }

    boolean isPostgresDown() {
        return failuresInARow >= FAILURES_OF_AN_OUTAGE;
    }
}
