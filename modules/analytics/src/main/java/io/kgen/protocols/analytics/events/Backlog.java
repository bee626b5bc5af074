package io.kgen.protocols.analytics.events;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** The queue of pending events in order of arrival, bounded in number and weight. */
final class Backlog {

    /**
     * The limits of a group, which is one statement, and of the queue; weights in characters.
     *
     * @param groupWeight an event that is heavier forms a group of its own
     */
    record Limits(int groupRows, int groupWeight, int queueRows, int queueWeight) {

        static final Limits DEFAULT = new Limits(500, 2 << 20, 10_000, 8 << 20);
    }

    private static final long CALL_NANOS =
            AnalyticsOperations.RECORD_EVENT.timeout().toNanos();

    private static final long URGENT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Limits limits;
    private final EventMeters meters;
    private final ArrayDeque<PendingEvent> queue = new ArrayDeque<>();
    private int weight;
    /** For the metrics, which another thread reads. */
    private final AtomicInteger rows = new AtomicInteger();
    /** As {@link #rows}; null if nothing is pending. */
    private final AtomicReference<PendingEvent> oldest = new AtomicReference<>();

    Backlog(Limits limits, EventMeters meters) {
        this.limits = limits;
        this.meters = meters;
        meters.track(this);
    }

    /** Callable from any thread. */
    int rows() {
        return rows.get();
    }

    /** The age of the oldest event, at most: callers may wait for a shorter time than the timeout. Callable from any thread. */
    long oldestNanos(long now) {
        var waiting = oldest.get();
        return waiting == null ? 0 : Math.max(0, CALL_NANOS - waiting.nanosLeft(now));
    }

    /** Without a memory barrier, which would cost more than the rest of {@link #offer}. */
    private void publishState() {
        rows.lazySet(queue.size());
        oldest.lazySet(queue.peek());
    }

    /** False if the queue is full. */
    boolean offer(PendingEvent event) {
        if (queue.size() == limits.queueRows || weight + event.weight() > limits.queueWeight) {
            return false;
        }
        weight += event.weight();
        queue.add(event);
        publishState();
        return true;
    }

    /**
     * Removes the next group, which is empty if nothing is pending. No two events of a group have the same key: the result
     * of the first one decides about the second, which keeps its place for the next group. A group must be committed before
     * the earliest deadline in it, so events whose callers are about to time out form groups of their own. Events whose
     * callers have timed out fail and are not stored (E89).
     */
    List<PendingEvent> nextGroup() {
        var group = new ArrayList<PendingEvent>(Math.min(queue.size(), limits.groupRows));
        var keys = new HashSet<IdempotencyKey>();
        var later = new ArrayDeque<PendingEvent>();
        var room = limits.groupWeight;
        var now = System.nanoTime();
        while (!queue.isEmpty() && group.size() < limits.groupRows && fits(queue.peek(), room, group)) {
            var next = queue.remove();
            if (next.nanosLeft(now) <= 0) {
                weight -= next.weight();
                meters.count(EventMeters.Result.EXPIRED);
                next.fail(ServiceException.unavailable("timed out before the event was stored", null));
            } else if (isEquallyUrgent(next, group, now) && (next.key() == null || keys.add(next.key()))) {
                group.add(next);
                room -= next.weight();
            } else {
                later.push(next);
            }
        }
        later.forEach(queue::push);
        weight -= limits.groupWeight - room;
        publishState();
        return group;
    }

    /** Removes all pending events. */
    List<PendingEvent> takeAll() {
        var all = List.copyOf(queue);
        queue.clear();
        weight = 0;
        publishState();
        return all;
    }

    private static boolean isEquallyUrgent(PendingEvent next, List<PendingEvent> group, long now) {
        return group.isEmpty() || isUrgent(next, now) == isUrgent(group.get(0), now);
    }

    private static boolean isUrgent(PendingEvent event, long now) {
        return event.nanosLeft(now) < URGENT_NANOS;
    }

    private static boolean fits(PendingEvent next, int room, List<PendingEvent> group) {
        return next.weight() <= room || group.isEmpty();
    }
}
