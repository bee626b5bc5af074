package io.kgen.protocols.users;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The meters of the cache of a node. Thread-safe. */
final class CacheMeters {

    /** How a lookup was served. */
    enum Result {
        HIT,
        /** The entry says that the player has no number. */
        NEGATIVE_HIT,
        MISS,
        /** Redis was not asked, because its entry may be stale. */
        BYPASS,
        /** Redis did not answer. */
        ERROR
    }

    private final Map<Result, Counter> lookups = new EnumMap<>(Result.class);
    private final Counter invalidations;

    CacheMeters(MeterRegistry registry, NodeState node) {
        for (var result : Result.values()) {
            lookups.put(
                    result,
                    Counter.builder("cache.lookups")
                            .description("Lookups of linked numbers, by how they were served")
                            .tag("result", result.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        invalidations = Counter.builder("cache.invalidations")
                .description("Entries that the invalidation log has invalidated")
                .register(registry);
        Gauge.builder("cache.invalidation.lag", node, state -> seconds(state.nanosSinceApplied()))
                .description("Time since the last complete round of the invalidation began")
                .baseUnit("seconds")
                .strongReference(true)
                .register(registry);
        Gauge.builder("cache.usable", node, CacheMeters::isUsable)
                .description("1 while lookups use Redis, 0 while they use PostgreSQL")
                .strongReference(true)
                .register(registry);
    }

    void lookup(Result result) {
        lookups.get(result).increment();
    }

    void invalidated(int entries) {
        invalidations.increment(entries);
    }

    private static int isUsable(NodeState node) {
        var validity = node.validity();
        return validity != null && validity.isCurrent() ? 1 : 0;
    }

    private static double seconds(long nanos) {
        return (double) nanos / TimeUnit.SECONDS.toNanos(1);
    }
}
