package io.kgen.protocols.platform;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.Stream;

/** The timers of all modules: histograms with the same few buckets, so that their series can be compared and added up. */
public final class LatencyTimer {

    /** Upper bounds from below the latency of a cached lookup to beyond the timeout of an operation. */
    private static final Duration[] BUCKETS = Stream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private LatencyTimer() {}

    /**
     * A timer that {@code /metrics} shows as a histogram in seconds.
     *
     * @param name with dots and without a unit, such as {@code bus.call.duration}
     */
    public static Timer.Builder named(String name, String description) {
        return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
    }
}
