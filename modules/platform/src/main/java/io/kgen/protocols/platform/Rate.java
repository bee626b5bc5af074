package io.kgen.protocols.platform;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A rate of requests: the number that may arrive at once, and the time in which as many more are permitted. {@code 20/s} and
 * {@code 1200/m} permit the same in the long run; the second one permits 1200 at once.
 */
public record Rate(int requests, Duration period) {

    private static final Pattern TEXT = Pattern.compile("([1-9]\\d{0,6})/([smh])");
    private static final Map<String, Duration> PERIODS =
            Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1));

    /** Parses a rate such as {@code 20/s}, {@code 1200/m} or {@code 5000/h}; empty if it is none. */
    static Optional<Rate> parse(String text) {
        var match = TEXT.matcher(text);
        return match.matches()
                ? Optional.of(new Rate(Integer.parseInt(match.group(1)), PERIODS.get(match.group(2))))
                : Optional.empty();
    }

    /** The time between two requests at this rate. */
    long nanosForOne() {
        return period.toNanos() / requests;
    }
}
