package io.kgen.protocols.analytics.events;

import io.kgen.protocols.platform.LatencyTimer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The meters of the events of a node, which the group commits of all event loops share. Thread-safe. */
public final class EventMeters {

    /** What has become of an event. */
    enum Result {
        STORED,
        DUPLICATE,
        CONFLICT,
        /** Its key was stored before, but the content could not be compared. */
        UNVERIFIED,
        /** PostgreSQL rejects its content. */
        REJECTED,
        /** Too many events were pending. */
        REFUSED,
        /** Its caller timed out before it was stored. */
        EXPIRED,
        /** The commit failed, or its outcome is unknown. */
        FAILED
    }

    private static final double[] GROUP_SIZES = {1, 2, 5, 10, 20, 50, 100, 200, 500};

    private final List<Backlog> backlogs = new CopyOnWriteArrayList<>();
    private final Map<Result, Counter> events = new EnumMap<>(Result.class);
    private final Timer commits;
    private final DistributionSummary groups;

    public EventMeters(MeterRegistry registry) {
        for (var result : Result.values()) {
            events.put(
                    result,
                    Counter.builder("events")
                            .description("Events, by what has become of them")
                            .tag("result", result.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        commits = LatencyTimer.named(
                        "events.commit.duration", "Time from a group of events to its commit, or its failure")
                .register(registry);
        groups = DistributionSummary.builder("events.group.size")
                .description("Events of one commit")
                .serviceLevelObjectives(GROUP_SIZES)
                .register(registry);
        Gauge.builder("events.backlog.rows", this, EventMeters::rows)
                .description("Events that wait for the next commit")
                .strongReference(true)
                .register(registry);
        Gauge.builder("events.backlog.age", this, EventMeters::ageSeconds)
                .description("Age of the oldest event that waits, at most")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
    }

    void track(Backlog backlog) {
        backlogs.add(backlog);
    }

    void count(Result result) {
        events.get(result).increment();
    }

    void appended(List<AppendResult> results) {
        var stored = 0;
        for (var result : results) {
            switch (result) {
                case STORED -> stored++;
                case DUPLICATE -> count(Result.DUPLICATE);
                case CONFLICT -> count(Result.CONFLICT);
                case UNKNOWN -> count(Result.UNVERIFIED);
            }
        }
        events.get(Result.STORED).increment(stored);
    }

    void committed(int events, long startedAt) {
        groups.record(events);
        commits.record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
    }

    private int rows() {
        return backlogs.stream().mapToInt(Backlog::rows).sum();
    }

    private double ageSeconds() {
        var now = System.nanoTime();
        var oldest = backlogs.stream()
                .mapToLong(backlog -> backlog.oldestNanos(now))
                .max()
                .orElse(0);
        return (double) oldest / TimeUnit.SECONDS.toNanos(1);
    }
}
