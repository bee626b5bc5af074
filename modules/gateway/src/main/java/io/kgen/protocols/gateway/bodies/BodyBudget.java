package io.kgen.protocols.gateway.bodies;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How much of the heap request bodies may occupy, counted over all event loops of the node. Safe for threads.
 *
 * <p>One owner holds half of it at most; beyond that, its own newest body gives way. When the budget is used up, the owner who
 * holds most loses the newest body that is still being read, in favour of owners who hold less (longest queue drop). A body
 * that was read to its end keeps its bytes until its request is answered.
 */
public final class BodyBudget {

    private static final int SHARE_OF_AN_OWNER = 2;

    private final long capacity;
    private final Map<Object, Holdings> owners = new HashMap<>();
    private long held;

    public BodyBudget(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Opens a reservation of no bytes yet.
     *
     * @param owner who sends the body; has {@code equals}
     * @param onRevoke called at most once, on any thread, when the reservation was lost to another owner
     */
    Reservation reservation(Object owner, Runnable onRevoke) {
        return new Reservation(owner, onRevoke);
    }

    /** How many bytes are reserved at the moment. */
    public synchronized long held() {
        return held;
    }

    /** What one owner holds: all bytes, and the reservations whose bodies are still being read, the newest first. */
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

        /** Makes it so many bytes in all, before they are allocated; false if there is no room. */
        boolean grow(long total) {
            synchronized (BodyBudget.this) {
                var more = total - bytes;
                while (!closed && more > 0 && !isRoomFor(more)) {
                    var victim = victimFor(more);
                    if (victim == null) {
                        return false;
                    }
                    victim.forget();
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

        /** Null if it is this one itself that has to give way. */
        private Reservation victimFor(long more) {
            var owned = bytesOf(owner) + more;
            var other = owned > share() ? null : newestOfTheLargest(owned);
            return other == null ? newerOfTheSameOwner() : other;
        }

        /** The older ones go on, so that of a crowd of bodies some come to their end. */
        private Reservation newerOfTheSameOwner() {
            var isTheNewest = bytes == 0 && !complete;
            var holdings = isTheNewest ? null : owners.get(owner);
            var newest = holdings == null ? null : holdings.reading.peekFirst();
            return newest == this ? null : newest;
        }

        /** The body was read to its end: the reservation is not revoked any more. */
        void readToTheEnd() {
            synchronized (BodyBudget.this) {
                complete = true;
                if (bytes > 0) {
                    owners.get(owner).reading.remove(this);
                }
            }
        }

        /** Gives all bytes back, once. */
        void release() {
            synchronized (BodyBudget.this) {
                if (!closed) {
                    forget();
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

        private void forget() {
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
        return capacity / SHARE_OF_AN_OWNER;
    }

    private long bytesOf(Object owner) {
        var holdings = owners.get(owner);
        return holdings == null ? 0 : holdings.bytes;
    }

    /** Null if no owner with a body that is still being read holds more than this. */
    private Reservation newestOfTheLargest(long than) {
        return owners.values().stream()
                .filter(holdings -> holdings.bytes > than && !holdings.reading.isEmpty())
                .max(Comparator.comparingLong(holdings -> holdings.bytes))
                .map(holdings -> holdings.reading.peekFirst())
                .orElse(null);
    }
}
