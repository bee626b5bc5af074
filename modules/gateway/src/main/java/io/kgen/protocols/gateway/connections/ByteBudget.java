package io.kgen.protocols.gateway.connections;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts the bytes that connections of all event loops hold together. When a connection needs more than the limit leaves,
 * connections that made no progress for a second are closed, the slowest first; if that is not enough, it is refused.
 */
final class ByteBudget {

    /** Occupies bytes of the budget. */
    interface Holder {
        /** Closes the connection soon; called from any thread. */
        void closeToFreeMemory();
    }

    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final long limit;
    private final LongSupplier nanoTime;
    private final Map<Holder, Share> shares = new LinkedHashMap<>();
    private long used;

    ByteBudget(long limit) {
        this(limit, System::nanoTime);
    }

    ByteBudget(long limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** Sets the bytes of a connection. False, and nothing is changed, if there is no room. */
    synchronized boolean set(Holder holder, long bytes) {
        var share = shares.get(holder);
        var before = share == null ? 0 : share.bytes;
        if (bytes > before && !freeMemory(holder, bytes - before)) {
            return false;
        }
        used += bytes - before;
        if (bytes == 0) {
            shares.remove(holder);
        } else if (share == null) {
            shares.put(holder, new Share(bytes, nanoTime.getAsLong()));
        } else {
            share.bytes = bytes;
        }
        return true;
    }

    void release(Holder holder) {
        set(holder, 0);
    }

    /** The holder made progress, so it is not slow. */
    synchronized void progressed(Holder holder) {
        var share = shares.remove(holder);
        if (share != null) {
            shares.put(holder, new Share(share.bytes, nanoTime.getAsLong()));
        }
    }

    synchronized long used() {
        return used;
    }

    private boolean freeMemory(Holder requester, long bytes) {
        var now = nanoTime.getAsLong();
        var slowest = shares.entrySet().iterator();
        while (used + bytes > limit && slowest.hasNext()) {
            var holder = slowest.next();
            if (now - holder.getValue().since < SLOW_NANOS) {
                return false;
            }
            if (holder.getKey() != requester) {
                used -= holder.getValue().bytes;
                slowest.remove();
                holder.getKey().closeToFreeMemory();
            }
        }
        return used + bytes <= limit;
    }

    private static final class Share {

        private final long since;
        private long bytes;

        Share(long bytes, long since) {
            this.bytes = bytes;
            this.since = since;
        }
    }
}
