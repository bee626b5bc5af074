package io.kgen.protocols.analytics.events;

import io.kgen.protocols.bus.ServiceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What waits for its commit, in order of arrival, bounded in number and weight. */
public final class Backlog {

    /**
     * What one statement may carry and what may wait for its turn; weights in characters.
     *
     * @param groupWeight reached by one event alone, it still goes
     */
    public record Limits(int groupRows, int groupWeight, int queueRows, int queueWeight) {

        public static final Limits DEFAULT = new Limits(500, 2 << 20, 10_000, 8 << 20);
    }

    private static final long URGENT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Limits limits;
    private final ArrayDeque<PendingEvent> queue = new ArrayDeque<>();
    private int weight;

    Backlog(Limits limits) {
        this.limits = limits;
    }

    /** False if there is no room for it. */
    boolean offer(PendingEvent event) {
        if (queue.size() == limits.queueRows || weight + event.weight() > limits.queueWeight) {
            return false;
        }
        weight += event.weight();
        return queue.add(event);
    }

    /**
     * Takes the next group, empty if nothing waits. No two events of a group have the same key: whether the first one is
     * stored decides about the second, which keeps its place for the next group. A group ends by the earliest deadline in
     * it, so events of callers who are about to give up are in groups of their own. Those who have given up are told so, in
     * case that they still listen, and are not stored (E89).
     */
    List<PendingEvent> nextGroup() {
        var group = new ArrayList<PendingEvent>(Math.min(queue.size(), limits.groupRows));
        var keys = new HashSet<IdempotencyKey>();
        var later = new ArrayDeque<PendingEvent>();
        var room = limits.groupWeight;
        var now = System.nanoTime();
        while (!queue.isEmpty() && group.size() < limits.groupRows && fits(queue.peek(), room, group)) {
            var next = queue.remove();
            if (next.left(now) <= 0) {
                weight -= next.weight();
                next.failed(ServiceException.unavailable("the caller waits no more", null));
            } else if (isOfSameUrgency(next, group, now) && (next.key() == null || keys.add(next.key()))) {
                group.add(next);
                room -= next.weight();
            } else {
                later.push(next);
            }
        }
        later.forEach(queue::push);
        weight -= limits.groupWeight - room;
        return group;
    }

    /** Takes all that waits. */
    List<PendingEvent> takeAll() {
        var all = List.copyOf(queue);
        queue.clear();
        weight = 0;
        return all;
    }

    private static boolean isOfSameUrgency(PendingEvent next, List<PendingEvent> group, long now) {
        return group.isEmpty()
                || (next.left(now) < URGENT_NANOS) == (group.get(0).left(now) < URGENT_NANOS);
    }

    private static boolean fits(PendingEvent next, int room, List<PendingEvent> group) {
        return next.weight() <= room || group.isEmpty();
    }
}
