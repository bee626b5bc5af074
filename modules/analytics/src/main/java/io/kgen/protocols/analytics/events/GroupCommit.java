package io.kgen.protocols.analytics.events;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: events that arrive while a commit is under way are the next commit, all of them in one statement, and each
 * caller is answered after the commit of its own. An event that finds nothing under way goes at once; nothing ever waits
 * for company.
 *
 * <p>Belongs to one event loop. One commit is under way at a time.
 */
public final class GroupCommit {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final EventStore events;
    private final Backlog backlog;
    private boolean committing;
    private Future<Void> underWay = Future.succeededFuture();

    public GroupCommit(EventStore events, Backlog.Limits limits) {
        this.events = events;
        this.backlog = new Backlog(limits);
    }

    /**
     * Succeeds after the commit. Fails with {@code UNAVAILABLE} at once when too much is waiting, with {@code CONFLICT} if
     * its key stands for another event, and with {@code INVALID} if PostgreSQL refuses this very event.
     */
    public Future<RecordEventReply> record(RecordEvent event, CallContext call) {
        var answer = enqueue(event, call);
        commitUnlessCommitting();
        return answer;
    }

    /** All of them at once, so that they share a commit; an answer each, in their order. */
    List<Future<RecordEventReply>> recordAll(List<RecordEvent> events, CallContext call) {
        var answers = events.stream().map(event -> enqueue(event, call)).toList();
        commitUnlessCommitting();
        return answers;
    }

    /** Succeeds when nothing waits and nothing is under way. */
    public Future<Void> drained() {
        return committing ? underWay.otherwiseEmpty().compose(done -> drained()) : Future.succeededFuture();
    }

    private Future<RecordEventReply> enqueue(RecordEvent event, CallContext call) {
        var waiting = PendingEvent.forAnswer(event, call.deadline());
        return backlog.offer(waiting)
                ? waiting.answer()
                : Future.failedFuture(ServiceException.unavailable("too many events are waiting", null));
    }

    private void commitUnlessCommitting() {
        if (!committing) {
            commitNext();
        }
    }

    private void commitNext() {
        var group = backlog.nextGroup();
        committing = !group.isEmpty();
        if (committing) {
            underWay = store(group).onFailure(failure -> fail(group, failure));
            underWay.onComplete(done -> commitNext());
        }
    }

    private Future<Void> store(List<PendingEvent> group) {
        // Inside the chain, so that whatever is thrown is a failure and the next group still gets its turn.
        return Future.succeededFuture(group.stream().map(PendingEvent::event).toList())
                .compose(events -> this.events.append(events, deadline(group)))
                .onSuccess(outcomes -> settle(group, outcomes))
                .<Void>mapEmpty()
                .recover(failure -> failure instanceof GroupRejectedException refused
                        ? isolate(group, refused)
                        : Future.failedFuture(failure));
    }

    /** None of them may be committed once the first caller has given up. */
    private static long deadline(List<PendingEvent> group) {
        var earliest = group.get(0).deadline();
        for (var waiting : group) {
            earliest = waiting.deadline() - earliest < 0 ? waiting.deadline() : earliest;
        }
        return earliest;
    }

    private static void settle(List<PendingEvent> group, List<AppendResult> outcomes) {
        IntStream.range(0, group.size()).forEach(i -> group.get(i).settled(outcomes.get(i)));
    }

    /** A refused group has stored nothing, so each half may go again, down to the one event that is at fault (E05). */
    private Future<Void> isolate(List<PendingEvent> group, GroupRejectedException refused) {
        if (group.size() == 1) {
            LOG.warn("an event could not be stored: {}", refused.getMessage());
            group.get(0).failed(new ServiceException(FailureCode.INVALID, "the event cannot be stored"));
            return Future.succeededFuture();
        }
        var half = group.size() / 2;
        return store(group.subList(0, half)).compose(done -> store(group.subList(half, group.size())));
    }

    /** Whether the group was committed may be unknown, so it never goes again by itself. */
    private void fail(List<PendingEvent> group, Throwable failure) {
        group.forEach(waiting -> waiting.failed(failure));
        if (ServiceException.is(failure, FailureCode.UNAVAILABLE)) {
            // With PostgreSQL away, each group behind this one would only wait for the same failure, past its deadline.
            backlog.takeAll().forEach(waiting -> waiting.failed(failure));
        }
    }
}
