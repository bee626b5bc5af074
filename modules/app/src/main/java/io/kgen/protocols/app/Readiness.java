package io.kgen.protocols.app;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether this node is ready for requests: it has started, is not draining, and PostgreSQL is not known to be unavailable.
 *
 * <p>Several failed probes in a row count as unavailable, and one successful probe as available again: a node that left the
 * load balancer after a single failure would turn a short pause of PostgreSQL into an outage (E71). Thread-safe.
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

    /** All verticles are deployed. */
    void started() {
        phase = Phase.SERVING;
    }

    /** The node is shutting down, and never becomes ready again. */
    void draining() {
        phase = Phase.DRAINING;
    }

    /** Called by one probe at a time. Returns true if PostgreSQL was unavailable before. */
    boolean postgresAvailable() {
        var wasDown = isPostgresDown();
        failuresInARow = 0;
        return wasDown;
    }

    /** Called by one probe at a time. Returns true if PostgreSQL counts as unavailable from this failure on. */
    boolean postgresFailed() {
        var failures = Math.min(failuresInARow + 1, FAILURES_OF_AN_OUTAGE + 1);
        failuresInARow = failures;
        return failures == FAILURES_OF_AN_OUTAGE;
    }

    boolean isReady() {
        return reasons().isEmpty();
    }

    /** Why the node is not ready, each as a sentence without a full stop; empty if it is ready. */
    List<String> reasons() {
        var reasons = new ArrayList<String>();
        switch (phase) {
            case STARTING -> reasons.add("the node is starting");
            case DRAINING -> reasons.add("the node is shutting down");
            case SERVING -> {
                // Ready, unless PostgreSQL is not.
            }
        }
        if (isPostgresDown()) {
            reasons.add("PostgreSQL has not answered the last " + FAILURES_OF_AN_OUTAGE + " probes of this node");
        }
        return reasons;
    }

    boolean isPostgresDown() {
        return failuresInARow >= FAILURES_OF_AN_OUTAGE;
    }
}
