package io.kgen.protocols.analytics.partitions;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Decides when a warning about a state that lasts is written: when the state changes, and once an hour. */
final class HourlyWarning {

    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private String state;
    private long writtenAt;

    boolean isDue(String newState) {
        var now = System.nanoTime();
        if (newState.equals(state) && now - writtenAt < HOUR_NANOS) {
            return false;
        }
        state = newState;
        writtenAt = now;
        return true;
    }

    /** The state that was warned about and is over; empty if there was none. */
    Optional<String> over() {
        var before = Optional.ofNullable(state);
        state = null;
        return before;
    }
}
