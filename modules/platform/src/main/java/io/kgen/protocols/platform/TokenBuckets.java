package io.kgen.protocols.platform;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * The token buckets of many callers for one rate, in a table of fixed size. Thread-safe; nothing is allocated for a request.
 *
 * <p>A bucket is one number, the time at which it is full again (the generic cell rate algorithm, ITU-T I.371): a request is
 * admitted if at least one token is left at that rate, and moves the time by one interval for each token that it costs.
 *
 * <p>The table is 8-way set-associative. A caller without a place takes over the place of the fullest bucket of its set,
 * <em>with</em> what is missing in that bucket (Metwally, Agrawal and El Abbadi, "Space-Saving", 2005). Normally that
 * bucket is full, because its caller was idle for a moment, and a full bucket equals that of a new caller. Only if all
 * eight callers of a set are active does a caller inherit the consumption of another one. So the smallest consumption in a
 * set never shrinks except by the passage of time, and a caller whose place was taken finds at least its own consumption
 * when it returns: nobody resets a limit by sending requests of many other callers.
 */
final class TokenBuckets {

    private static final int WAYS = 8;
    /** An odd number without a pattern (2^64 divided by the golden ratio), which spreads hashes over the sets. */
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    private final long interval;
    private final long burst;
    private final LongSupplier nanoTime;
    private final long start;
    private final int setBits;
    /** The hash of the caller in each place; 0 if it is free. */
    private final AtomicLongArray callers;
    /** When the bucket in each place is full again, in nanoseconds since {@link #start}. */
    private final AtomicLongArray fullAt;

    /** @param capacity in buckets, a power of two, at least 16; each takes 16 bytes */
    TokenBuckets(Rate rate, int capacity, LongSupplier nanoTime) {
        this.interval = rate.nanosForOne();
        this.burst = (rate.requests() - 1) * interval;
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.setBits = Integer.numberOfTrailingZeros(capacity / WAYS);
        this.callers = new AtomicLongArray(capacity);
        this.fullAt = new AtomicLongArray(capacity);
    }

    /**
     * Takes tokens from the bucket of a caller if it has at least one. A request that costs more than are left is admitted,
     * and the next requests wait until the difference has been made up: a batch may be larger than the bucket.
     *
     * @param caller a hash, not 0
     * @return 0 if the request is admitted, else the nanoseconds until there will be a token
     */
    long take(long caller, int tokens) {
        var now = nanoTime.getAsLong() - start;
        var place = place(caller);
        while (true) {
            var full = fullAt.get(place);
            var wait = full - burst - now;
            if (wait > 0) {
                return wait;
            }
            if (fullAt.compareAndSet(place, full, Math.max(full, now) + tokens * interval)) {
                return 0;
            }
        }
    }

    /** Takes tokens for a request that is already admitted, even if there are none. */
    void charge(long caller, int tokens) {
        var now = nanoTime.getAsLong() - start;
        fullAt.accumulateAndGet(place(caller), tokens * interval, (full, nanos) -> Math.max(full, now) + nanos);
    }

    /**
     * The place of the caller. If two threads look for the same new caller at once, or a place is taken over at this moment,
     * a request may be counted in another bucket, which is one request too many or too few.
     */
    private int place(long caller) {
        var first = (int) ((caller * SPREAD) >>> (Long.SIZE - setBits)) * WAYS;
        var fullest = first;
        for (var place = first; place < first + WAYS; place++) {
            if (callers.getOpaque(place) == caller) {
                return place;
            }
            if (fullAt.getOpaque(place) < fullAt.getOpaque(fullest)) {
                fullest = place;
            }
        }
        callers.setOpaque(fullest, caller);
        return fullest;
    }
}
