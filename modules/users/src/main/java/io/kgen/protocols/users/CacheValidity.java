package io.kgen.protocols.users;

import java.util.concurrent.TimeUnit;

/**
 * States that the entries of one Redis reflect the invalidation log as it was at a time.
 *
 * @param epoch of that Redis
 * @param readAt {@link System#nanoTime()} before the log was read
 * @param isLogReadable false while PostgreSQL is unavailable to this node
 */
record CacheValidity(String epoch, long readAt, boolean isLogReadable) {

    /** Leaves 50 ms of the promised 500 for the lookup itself. */
    private static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(450);

    /**
     * Whether entries may be served. While PostgreSQL is unavailable, no number can change, so entries stay valid. A slow
     * reply of PostgreSQL does not count as unavailable, because other nodes may change numbers meanwhile.
     */
    boolean isCurrent() {
        return !isLogReadable || System.nanoTime() - readAt < MAX_AGE_NANOS;
    }

    CacheValidity withoutLog() {
        return new CacheValidity(epoch, readAt, false);
    }

    CacheValidity expired() {
        return new CacheValidity(epoch, System.nanoTime() - MAX_AGE_NANOS, true);
    }
}
