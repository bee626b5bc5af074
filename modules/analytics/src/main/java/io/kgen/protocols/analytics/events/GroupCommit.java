package io.kgen.protocols.analytics.events;

import static io.kgen.protocols.contracts.analytics.AnalyticsTopics.EVENT_RECORDED;

import io.kgen.protocols.analytics.events.EventMeters.Result;
import io.kgen.protocols.bus.BusPublisher;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.LogFields;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Tracing;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.kgen.protocols.postgres.PostgresClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: the events that arrive while a commit is in flight are the next group, which is one statement and one
 * commit. A caller has its reply after the commit of its own group. An event that arrives while no commit is in flight is
 * committed at once; no event waits for others to arrive.
 *
 * <p>Belongs to one event loop. One commit is in flight at a time.
 */
public final class GroupCommit {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final EventStore store;
    private final Backlog backlog;
    private final EventMeters meters;
    /** Null if it is off. */
    private final Tracing tracing;

    private boolean committing;
    private Future<Void> inFlight = Future.succeededFuture();

    GroupCommit(EventStore store, Backlog.Limits limits, EventMeters meters) {
        this(store, limits, meters, null);
    }

    private GroupCommit(EventStore store, Backlog.Limits limits, EventMeters meters, Tracing tracing) {
        this.store = store;
        this.backlog = new Backlog(limits, meters);
        this.meters = meters;
        this.tracing = tracing;
    }

    /** Commits to PostgreSQL, and publishes what was stored. */
    public static GroupCommit create(Vertx vertx, PostgresClient postgres, BusPublisher publisher, EventMeters meters) {
        var notifier = new EventNotifier(publisher.publisherWithReceipt(EVENT_RECORDED));
        return new GroupCommit(
                new NotifyingEventStore(vertx, new PgEventStore(postgres), notifier),
                Backlog.Limits.DEFAULT,
                meters,
                Tracing.of(vertx));
    }

    /**
     * Succeeds after the commit. Fails with {@code UNAVAILABLE} at once if too many events are pending, with {@code CONFLICT}
     * if its key belongs to another event, and with {@code INVALID} if PostgreSQL rejects this very event.
     */
    public Future<RecordEventReply> record(RecordEvent event, CallContext call) {
        var reply = enqueue(event, call);
        commitUnlessCommitting();
        return reply;
    }

    /** Enqueues all of them at once, so that they share a commit. The replies have the order of the events. */
    List<Future<RecordEventReply>> recordAll(List<RecordEvent> events, CallContext call) {
        var replies = events.stream().map(event -> enqueue(event, call)).toList();
        commitUnlessCommitting();
        return replies;
    }

    /** Succeeds when nothing is pending and nothing is in flight. */
    public Future<Void> drained() {
        return committing ? inFlight.otherwiseEmpty().compose(done -> drained()) : Future.succeededFuture();
    }

    private Future<RecordEventReply> enqueue(RecordEvent event, CallContext call) {
        var pending = PendingEvent.of(event, call);
        if (backlog.offer(pending)) {
            return pending.reply();
        }
        meters.count(Result.REFUSED);
        return Future.failedFuture(ServiceException.unavailable("too many events are pending", null));
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
            inFlight = append(group).onFailure(failure -> failAll(group, failure));
            inFlight.onComplete(done -> commitNext());
        }
    }

    private Future<Void> append(List<PendingEvent> group) {
        var startedAt = System.nanoTime();
        // Inside the chain, so that an exception of the store is a failure and the next group is still committed.
        return Future.succeededFuture(group.stream().map(PendingEvent::event).toList())
                .compose(events -> appendTraced(group, events))
                .onComplete(done -> meters.committed(group.size(), startedAt))
                .onSuccess(results -> completeAll(group, results))
                .<Void>mapEmpty()
                .recover(failure -> failure instanceof GroupRejectedException rejected
                        ? appendHalves(group, rejected)
                        : Future.failedFuture(failure));
    }

    /** The span of the commit is in the trace of the first event, and has links to those of the others. */
    private Future<List<AppendResult>> appendTraced(List<PendingEvent> group, List<RecordEvent> events) {
        if (tracing == null) {
            return store.append(events, earliestDeadline(group));
        }
        var parents = group.stream()
                .map(event -> event.call().traceparent())
                .filter(Objects::nonNull)
                .distinct();
        return tracing.startShared("group commit", Tracing.Kind.INTERNAL, parents.toList())
                .with("events", events.size())
                .around(() -> store.append(events, earliestDeadline(group)));
    }

    /** No event of a group may be committed after the first of its callers has timed out. */
    private static long earliestDeadline(List<PendingEvent> group) {
        var earliest = group.get(0).deadline();
        for (var pending : group) {
            earliest = pending.deadline() - earliest < 0 ? pending.deadline() : earliest;
        }
        return earliest;
    }

    private void completeAll(List<PendingEvent> group, List<AppendResult> results) {
        meters.appended(results);
        IntStream.range(0, group.size()).forEach(i -> group.get(i).complete(results.get(i)));
    }

    /** Nothing of a rejected group is stored, so each half can be appended again, down to the invalid event itself (E05). */
    private Future<Void> appendHalves(List<PendingEvent> group, GroupRejectedException rejected) {
        if (group.size() == 1) {
            var event = group.get(0);
            LogFields.add(LOG.atWarn(), event.call()).log("an event could not be stored: {}", rejected.getMessage());
            meters.count(Result.REJECTED);
            event.fail(new ServiceException(FailureCode.INVALID, "the event cannot be stored"));
            return Future.succeededFuture();
        }
        var half = group.size() / 2;
        return append(group.subList(0, half)).compose(done -> append(group.subList(half, group.size())));
    }

    /** The group is not appended again, because it may have been committed. */
    private void failAll(List<PendingEvent> group, Throwable failure) {
        group.forEach(pending -> fail(pending, failure));
        if (ServiceException.is(failure, FailureCode.UNAVAILABLE)) {
            // While PostgreSQL is unavailable, the pending events would fail in the same way, and after their
            // deadlines.
            backlog.takeAll().forEach(pending -> fail(pending, failure));
        }
    }

    /** Part of a group that was split may be complete. */
    private void fail(PendingEvent pending, Throwable failure) {
        if (!pending.reply().isComplete()) {
            meters.count(Result.FAILED);
        }
        pending.fail(failure);
    }
}
