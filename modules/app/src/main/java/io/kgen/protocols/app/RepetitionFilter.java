package io.kgen.protocols.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Marker;

/**
 * Limits the rate of repeated warnings and errors, from our own code or a library: for each kind of line, one stack trace in
 * ten seconds, or ten lines without a stack trace. The next line of the kind is preceded by the number of suppressed lines.
 *
 * <p>A kind is a logger, the class of the exception and the place where it was thrown; without an exception, a logger and its
 * message pattern. A marker separates kinds that are logged in one place. Thread-safe.
 */
public final class RepetitionFilter extends TurboFilter {

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int STACK_TRACES_IN_A_PERIOD = 1;
    private static final int LINES_IN_A_PERIOD = 10;

    /** Some libraries log messages without parameters, each different; past this limit, they are counted by logger. */
    private static final int MAX_KINDS = 1_000;

    private static final String SUPPRESSED = "{} lines like the next one were suppressed";

    private final LongSupplier nanoTime;
    private final Map<Kind, Period> periods = new HashMap<>();

    /** Called by Logback, which reads the class name in its configuration. */
    public RepetitionFilter() {
        this(System::nanoTime);
    }

    RepetitionFilter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] parameters, Throwable thrown) {
        if (!isOfInterest(logger, level, format)) {
            return FilterReply.NEUTRAL;
        }
        var failure = thrown == null ? failureIn(parameters) : thrown;
        var suppressed = count(
                Kind.of(marker, logger, format, failure),
                failure == null ? LINES_IN_A_PERIOD : STACK_TRACES_IN_A_PERIOD);
        if (suppressed < 0) {
            return FilterReply.DENY;
        }
        if (suppressed > 0) {
            logger.warn(SUPPRESSED, suppressed);
        }
        return FilterReply.NEUTRAL;
    }

    /** Logback also calls the filter without a message, before it builds one. */
    private static boolean isOfInterest(Logger logger, Level level, String format) {
        return format != null
                && level.isGreaterOrEqual(Level.WARN)
                && level.isGreaterOrEqual(logger.getEffectiveLevel())
                && !format.equals(SUPPRESSED);
    }

    private static Throwable failureIn(Object[] parameters) {
        var last = parameters == null || parameters.length == 0 ? null : parameters[parameters.length - 1];
        return last instanceof Throwable failure ? failure : null;
    }

    /** The number of lines suppressed before this one, or -1 if this one is to be suppressed. */
    private synchronized int count(Kind kind, int lines) {
        var now = nanoTime.getAsLong();
        var known = periods.get(kind);
        if (known == null) {
            makeRoom(now);
            var counted = periods.size() < MAX_KINDS ? kind : kind.ofItsLogger();
            known = periods.computeIfAbsent(counted, unseen -> new Period(now));
        }
        return known.count(now, lines);
    }

    /** Removes periods that have ended. */
    private void makeRoom(long now) {
        if (periods.size() >= MAX_KINDS) {
            periods.values().removeIf(period -> period.isOver(now));
        }
    }

    private record Kind(String marker, String logger, String message, Class<?> failure, StackTraceElement place) {

        static Kind of(Marker marker, Logger logger, String format, Throwable failure) {
            var name = marker == null ? null : marker.getName();
            if (failure == null) {
                return new Kind(name, logger.getName(), format, null, null);
            }
            var trace = failure.getStackTrace();
            return new Kind(name, logger.getName(), null, failure.getClass(), trace.length == 0 ? null : trace[0]);
        }

        Kind ofItsLogger() {
            return new Kind(null, logger, null, null, null);
        }
    }

    private static final class Period {

        private long began;
        private int written;
        private int suppressed;

        Period(long began) {
            this.began = began;
        }

        boolean isOver(long now) {
            return now - began >= PERIOD_NANOS;
        }

        int count(long now, int lines) {
            if (isOver(now)) {
                began = now;
                written = 0;
            }
            if (written == lines) {
                suppressed++;
                return -1;
            }
            written++;
            var before = suppressed;
            suppressed = 0;
            return before;
        }
    }
}
