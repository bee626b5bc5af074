package io.kgen.protocols.analytics.partitions;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Decides when to log a warning about a lasting state: when the state changes, and once an hour. */
final class HourlyWarning {

    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private String state;
    private long loggedAt;

    boolean isDue(String newState) {
        var now = System.nanoTime();
        if (newState.equals(state) && now - loggedAt < HOUR_NANOS) {
            return false;
        }
        state = newState;
        loggedAt = now;
        return true;
    }

    /** Ends the state. The result is the state that a warning was logged about, or empty. */
    Optional<String> clear() {
        var before = Optional.ofNullable(state);
        state = null;
        return before;
    }
}
