package io.kgen.protocols.platform;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Lets one line a second of each subject into the log, so that an outage under load is one line a second and not one a
 * request. The subjects are kept, so they must be few: operations, never requests. Safe for threads.
 */
public final class LogPace {

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final Map<Object, Line> lines = new ConcurrentHashMap<>();

    public LogPace() {
        this(System::nanoTime);
    }

    LogPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** How many lines of this subject were held back since its last one; empty if this one is to be held back, too. */
    public OptionalInt next(Object subject) {
        return lines.computeIfAbsent(subject, unseen -> new Line()).next(nanoTime.getAsLong());
    }

    private static final class Line {

        private boolean written;
        private long writtenAt;
        private int heldBack;

        synchronized OptionalInt next(long now) {
            if (written && now - writtenAt < PERIOD_NANOS) {
                heldBack++;
                return OptionalInt.empty();
            }
            var before = OptionalInt.of(heldBack);
            written = true;
            writtenAt = now;
            heldBack = 0;
            return before;
        }
    }
}
