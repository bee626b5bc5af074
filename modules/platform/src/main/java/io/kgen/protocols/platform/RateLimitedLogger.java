package io.kgen.protocols.platform;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Lets one line a period, a second by default, of each subject into the log, so that an outage under load is one line a second and not one a
 * request. The subjects are kept, so they must be few: operations, never requests. Safe for threads.
 */
public final class RateLimitedLogger {

    private static final Duration DEFAULT_PERIOD = Duration.ofSeconds(1);

    private final long periodNanos;
    private final LongSupplier nanoTime;
    private final Map<Object, Line> lines = new ConcurrentHashMap<>();

    public RateLimitedLogger() {
        this(DEFAULT_PERIOD);
    }

    public RateLimitedLogger(Duration period) {
        this(period, System::nanoTime);
    }

    RateLimitedLogger(LongSupplier nanoTime) {
        this(DEFAULT_PERIOD, nanoTime);
    }

    private RateLimitedLogger(Duration period, LongSupplier nanoTime) {
        this.periodNanos = period.toNanos();
        this.nanoTime = nanoTime;
    }

    /** How many lines of this subject were held back since its last one; empty if this one is to be held back, too. */
    public OptionalInt next(Object subject) {
        return lines.computeIfAbsent(subject, unseen -> new Line()).next(nanoTime.getAsLong());
    }

    private final class Line {

        private boolean written;
        private long writtenAt;
        private int heldBack;

        synchronized OptionalInt next(long now) {
            if (written && now - writtenAt < periodNanos) {
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
