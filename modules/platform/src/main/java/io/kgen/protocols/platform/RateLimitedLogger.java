package io.kgen.protocols.platform;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes at most one message per key and period to the log, so that a failure under load does not write one message per
 * request. The next message with that key says how many were suppressed. Thread-safe.
 *
 * <p>Keys are kept forever, so there must be few of them: operations or error codes, never requests.
 */
public final class RateLimitedLogger {

    private static final Duration DEFAULT_PERIOD = Duration.ofSeconds(1);

    private final Logger log;
    private final long periodNanos;
    private final LongSupplier nanoTime;
    private final Map<Object, Limit> limits = new ConcurrentHashMap<>();

    /** With a period of one second. */
    public RateLimitedLogger(Logger log) {
        this(log, DEFAULT_PERIOD);
    }

    public RateLimitedLogger(Logger log, Duration period) {
        this(log, period, System::nanoTime);
    }

    RateLimitedLogger(Logger log, LongSupplier nanoTime) {
        this(log, DEFAULT_PERIOD, nanoTime);
    }

    private RateLimitedLogger(Logger log, Duration period, LongSupplier nanoTime) {
        this.log = log;
        this.periodNanos = period.toNanos();
        this.nanoTime = nanoTime;
    }

    /**
     * Writes a warning, unless it is to be suppressed.
     *
     * @param arguments for the placeholders of the message; a throwable as the last one is logged with its stack trace
     */
    public void warn(Object key, String message, Object... arguments) {
        tryAcquire(key).ifPresent(suppressed -> log.warn(message + suffix(suppressed), arguments));
    }

    /** Writes an information like {@link #warn}, unless it is to be suppressed. */
    public void info(Object key, String message, Object... arguments) {
        tryAcquire(key).ifPresent(suppressed -> log.info(message + suffix(suppressed), arguments));
    }

    /** Writes a line with fields like {@link #warn}, unless it is to be suppressed; the line has the level it was made with. */
    public void log(Object key, LoggingEventBuilder line, String message, Object... arguments) {
        tryAcquire(key).ifPresent(suppressed -> line.log(message + suffix(suppressed), arguments));
    }

    /**
     * Decides whether a message may be written, for a caller whose message is expensive to make.
     *
     * @return the number of messages that were suppressed since the last one with this key; empty if this one is to be
     *     suppressed too
     */
    public OptionalInt tryAcquire(Object key) {
        return limits.computeIfAbsent(key, unseen -> new Limit()).tryAcquire(nanoTime.getAsLong());
    }

    private static String suffix(int suppressed) {
        return suppressed == 0 ? "" : " (" + suppressed + " similar messages suppressed)";
    }

    private final class Limit {

        private boolean hasWritten;
        private long writtenAt;
        private int suppressed;

        synchronized OptionalInt tryAcquire(long now) {
            if (hasWritten && now - writtenAt < periodNanos) {
                suppressed++;
                return OptionalInt.empty();
            }
            var result = OptionalInt.of(suppressed);
            hasWritten = true;
            writtenAt = now;
            suppressed = 0;
            return result;
        }
    }
}
