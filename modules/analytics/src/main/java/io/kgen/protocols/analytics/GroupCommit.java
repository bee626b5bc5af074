package io.kgen.protocols.analytics;

import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.ServiceFailure;
import io.kgen.protocols.contracts.analytics.EventRecorded;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: events that arrive while a commit is under way are the next commit, all of them in one statement, and each
 * caller is answered after the commit of its own. An event that finds nothing under way goes at once; nothing ever waits
 * for company.
 *
 * <p>Belongs to one event loop. One commit is under way at a time.
 */
final class GroupCommit {

    /**
     * What one statement may carry and what may wait for its turn; weights in characters.
     *
     * @param groupWeight reached by one event alone, it still goes
     */
    record Limits(int groupRows, int groupWeight, int queueRows, int queueWeight) {

        static final Limits DEFAULT = new Limits(500, 2 << 20, 10_000, 8 << 20);
    }

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final EventRecorded STORED = new EventRecorded(RecordStatus.STORED);

    private final Events events;
    private final Limits limits;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private int queueWeight;
    private boolean committing;
    private Future<Void> underWay = Future.succeededFuture();

    GroupCommit(Events events, Limits limits) {
        this.events = events;
        this.limits = limits;
    }

    /**
     * Succeeds after the commit. Fails with {@code UNAVAILABLE} at once when too much is waiting, and with {@code INVALID}
     * if PostgreSQL refuses this very event.
     */
    Future<EventRecorded> record(RecordEvent event) {
        var waiting = new Waiting(event, weight(event), Promise.promise());
        if (queue.size() == limits.queueRows || queueWeight + waiting.weight > limits.queueWeight) {
            return Future.failedFuture(ServiceFailure.unavailable("too many events are waiting", null));
        }
        queue.add(waiting);
        queueWeight += waiting.weight;
        if (!committing) {
            commitNext();
        }
        return waiting.answer.future();
    }

    /** Succeeds when nothing waits and nothing is under way. */
    Future<Void> drained() {
        return committing ? underWay.otherwiseEmpty().compose(done -> drained()) : Future.succeededFuture();
    }

    private void commitNext() {
        var group = nextGroup();
        committing = !group.isEmpty();
        if (committing) {
            underWay = store(group).onFailure(failure -> fail(group, failure));
            underWay.onComplete(done -> commitNext());
        }
    }

    private List<Waiting> nextGroup() {
        var group = new ArrayList<Waiting>(Math.min(queue.size(), limits.groupRows));
        var weight = 0;
        while (!queue.isEmpty() && group.size() < limits.groupRows) {
            weight += queue.peek().weight;
            if (weight > limits.groupWeight && !group.isEmpty()) {
                break;
            }
            group.add(queue.remove());
        }
        group.forEach(waiting -> queueWeight -= waiting.weight);
        return group;
    }

    private Future<Void> store(List<Waiting> group) {
        // Inside the chain, so that whatever is thrown is a failure and the next group still gets its turn.
        return Future.succeededFuture(group.stream().map(Waiting::event).toList())
                .compose(events::append)
                .onSuccess(committed -> group.forEach(Waiting::stored))
                .recover(failure -> failure instanceof GroupRefused refused
                        ? isolate(group, refused)
                        : Future.failedFuture(failure));
    }

    /** A refused group has stored nothing, so each half may go again, down to the one event that is at fault (E05). */
    private Future<Void> isolate(List<Waiting> group, GroupRefused refused) {
        if (group.size() == 1) {
            LOG.warn("an event could not be stored: {}", refused.getMessage());
            group.get(0).failed(ServiceFailure.invalid("the event cannot be stored"));
            return Future.succeededFuture();
        }
        var half = group.size() / 2;
        return store(group.subList(0, half)).compose(done -> store(group.subList(half, group.size())));
    }

    /** Whether the group was committed may be unknown, so it never goes again by itself. */
    private void fail(List<Waiting> group, Throwable failure) {
        group.forEach(waiting -> waiting.failed(failure));
        if (failure instanceof ServiceFailure known && known.code() == FailureCode.UNAVAILABLE) {
            // With PostgreSQL away, each group behind this one would only wait for the same failure, past its deadline.
            var behind = List.copyOf(queue);
            queue.clear();
            queueWeight = 0;
            behind.forEach(waiting -> waiting.failed(failure));
        }
    }

    private static int weight(RecordEvent event) {
        return event.issuer().length()
                + event.userId().length()
                + event.eventId().length()
                + event.attributes().json().length();
    }

    private record Waiting(RecordEvent event, int weight, Promise<EventRecorded> answer) {

        void stored() {
            apart(() -> answer.tryComplete(STORED));
        }

        /** Unless it is stored, by an earlier part of its group. */
        void failed(Throwable failure) {
            apart(() -> answer.tryFail(failure));
        }

        /** A caller that cannot take its answer keeps neither its neighbours from theirs nor the next group from its turn. */
        private static void apart(Runnable answering) {
            try {
                answering.run();
            } catch (RuntimeException e) {
                LOG.error("a caller could not take its answer", e);
            }
        }
    }
}
