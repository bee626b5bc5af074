package io.kgen.protocols.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One group of callers with limits, such as all players: makes their buckets, and counts and logs refused requests. */
final class LimitedCallers {

    private static final Logger LOG = LoggerFactory.getLogger(RateLimits.class);

    private final String name;
    private final int capacity;
    private final LongSupplier nanoTime;
    private final Map<RequestKind, Counter> hits = new EnumMap<>(RequestKind.class);
    private final RateLimitedLogger limitedLog = new RateLimitedLogger(LOG, Duration.ofMinutes(1));

    /** The buckets of each kind of request with a limit. Immutable, apart from the tokens. */
    record Buckets(Map<RequestKind, Rate> rates, Map<RequestKind, TokenBuckets> ofKind) {

        boolean isLimited(RequestKind kind) {
            return ofKind.containsKey(kind);
        }

        TokenBuckets of(RequestKind kind) {
            return ofKind.get(kind);
        }
    }

    /**
     * Creates a group.
     *
     * @param name the last part of the key in the configuration, and the label {@code limit} of the metric
     * @param capacity in callers, for each kind of request
     */
    LimitedCallers(String name, int capacity, MeterRegistry meters, LongSupplier nanoTime) {
        this.name = name;
        this.capacity = capacity;
        this.nanoTime = nanoTime;
        for (var kind : RequestKind.values()) {
            hits.put(
                    kind,
                    Counter.builder("limits.hits")
                            .description("Requests refused by a limit")
                            .tag("limit", name)
                            .tag("kind", kind.label())
                            .register(meters));
        }
    }

    Buckets buckets(Map<RequestKind, Rate> rates) {
        return buckets(rates, new Buckets(Map.of(), Map.of()));
    }

    /** Keeps the buckets of kinds with the same rate as before. */
    Buckets buckets(Map<RequestKind, Rate> rates, Buckets old) {
        var ofKind = new EnumMap<RequestKind, TokenBuckets>(RequestKind.class);
        rates.forEach((kind, rate) -> ofKind.put(
                kind, rate.equals(old.rates.get(kind)) ? old.of(kind) : new TokenBuckets(rate, capacity, nanoTime)));
        return new Buckets(rates, ofKind);
    }

    /**
     * Takes tokens of a caller.
     *
     * @param visibleName appears in the log: the issuer, never the user
     * @return 0 if the request is admitted, else the nanoseconds until one will be
     */
    long take(Buckets buckets, RequestKind kind, long caller, int tokens, String visibleName) {
        var wait = buckets.of(kind).take(caller, tokens);
        if (wait > 0) {
            hits.get(kind).increment();
            limitedLog.info(
                    kind,
                    "refused a {} request by limits.{}, {}; retry after {} ms",
                    kind.label(),
                    name,
                    visibleName,
                    wait / 1_000_000);
        }
        return wait;
    }
}
