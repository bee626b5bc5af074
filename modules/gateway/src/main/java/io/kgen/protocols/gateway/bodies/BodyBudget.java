package io.kgen.protocols.gateway.bodies;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The part of the heap that request bodies may occupy, for all event loops of the node. Thread-safe.
 *
 * <p>One owner may reserve at most half of it; beyond that, the owner's newest body is revoked. When the budget is used up,
 * the owner with the largest reservations loses the newest body that is still being read, in favour of owners with smaller
 * ones (longest queue drop). A complete body keeps its reservation until the response.
 */
public final class BodyBudget {

    private static final int OWNER_FRACTION = 2;

    private final long capacity;
    private final Map<Object, Holdings> owners = new HashMap<>();
    private long held;

    public BodyBudget(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Opens an empty reservation.
     *
     * @param owner the sender of the body; has {@code equals}
     * @param onRevoke called at most once, on any thread, when the reservation was lost to another owner
     */
    Reservation reservation(Object owner, Runnable onRevoke) {
        return new Reservation(owner, onRevoke);
    }

    /** The number of reserved bytes. */
    public synchronized long held() {
        return held;
    }

    /** The bytes of one owner, and its reservations whose bodies are still being read, the newest first. */
    private static final class Holdings {
        private long bytes;
        private final Deque<Reservation> reading = new ArrayDeque<>();
    }

    /** The bytes of one request. */
    final class Reservation {

        private final Object owner;
        private final Runnable onRevoke;
        private long bytes;
        private boolean complete;
        private boolean closed;

        private Reservation(Object owner, Runnable onRevoke) {
            this.owner = owner;
            this.onRevoke = onRevoke;
        }

        /** Grows the reservation to this total, before the bytes are allocated; false if there is no room. */
        boolean grow(long total) {
            synchronized (BodyBudget.this) {
                var more = total - bytes;
                while (!closed && more > 0 && !isRoomFor(more)) {
                    var victim = victimFor(more);
                    if (victim == null) {
                        return false;
                    }
                    victim.close();
                    victim.onRevoke.run();
                }
                if (!closed && more > 0) {
                    add(more);
                }
                return !closed;
            }
        }

        private boolean isRoomFor(long more) {
            return bytesOf(owner) + more <= share() && held + more <= capacity;
        }

        /** Null if this reservation itself is the one to revoke. */
        private Reservation victimFor(long more) {
            var owned = bytesOf(owner) + more;
            var other = owned > share() ? null : newestOfLargestOwner(owned);
            return other == null ? newestOfSameOwner() : other;
        }

        /** The older ones continue, so that of many concurrent bodies some are completed. */
        private Reservation newestOfSameOwner() {
            var isTheNewest = bytes == 0 && !complete;
            var holdings = isTheNewest ? null : owners.get(owner);
            var newest = holdings == null ? null : holdings.reading.peekFirst();
            return newest == this ? null : newest;
        }

        /** The body is complete: the reservation cannot be revoked any more. */
        void bodyCompleted() {
            synchronized (BodyBudget.this) {
                complete = true;
                if (bytes > 0) {
                    owners.get(owner).reading.remove(this);
                }
            }
        }

        /** Releases all bytes; further calls do nothing. */
        void release() {
            synchronized (BodyBudget.this) {
                if (!closed) {
                    close();
                }
            }
        }

        private void add(long more) {
            var holdings = owners.computeIfAbsent(owner, first -> new Holdings());
            if (bytes == 0 && !complete) {
                holdings.reading.addFirst(this);
            }
            bytes += more;
            holdings.bytes += more;
            held += more;
        }

        private void close() {
            closed = true;
            if (bytes > 0) {
                var holdings = owners.get(owner);
                holdings.reading.remove(this);
                holdings.bytes -= bytes;
                held -= bytes;
                bytes = 0;
                if (holdings.bytes == 0) {
                    owners.remove(owner);
                }
            }
        }
    }

    private long share() {
        return capacity / OWNER_FRACTION;
    }

    private long bytesOf(Object owner) {
        var holdings = owners.get(owner);
        return holdings == null ? 0 : holdings.bytes;
    }

    /** Null if no owner of a body that is still being read has reserved more than this. */
    private Reservation newestOfLargestOwner(long than) {
        return owners.values().stream()
                .filter(holdings -> holdings.bytes > than && !holdings.reading.isEmpty())
                .max(Comparator.comparingLong(holdings -> holdings.bytes))
                .map(holdings -> holdings.reading.peekFirst())
                .orElse(null);
    }
}
