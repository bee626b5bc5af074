package io.kgen.protocols.analytics;

import io.kgen.protocols.contracts.Call;
import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.ServiceFailure;
import io.kgen.protocols.contracts.analytics.EventItem;
import io.kgen.protocols.contracts.analytics.EventRecorded;
import io.kgen.protocols.contracts.analytics.EventResult;
import io.kgen.protocols.contracts.analytics.EventsRecorded;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.platform.LogPace;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several events in one request: one commit, and an answer for each as if it had come alone. */
final class EventBatches {

    private static final Logger LOG = LoggerFactory.getLogger(EventBatches.class);
    private static final LogPace PACE = new LogPace();

    private final GroupCommit commit;

    EventBatches(GroupCommit commit) {
        this.commit = commit;
    }

    /** Never fails for one of the events. */
    Future<EventsRecorded> record(RecordEvents batch, Call call) {
        var fit = batch.events().stream().map(EventItem::event).filter(Objects::nonNull);
        var answers = commit.recordAll(fit.toList(), call).iterator();
        var results = new ArrayList<Future<EventResult>>(batch.events().size());
        for (var item : batch.events()) {
            var answer = item.event() == null ? refused(item) : answers.next();
            results.add(result(results.size(), answer));
        }
        return Future.all(results).map(all -> new EventsRecorded(all.list()));
    }

    private static Future<EventRecorded> refused(EventItem item) {
        return Future.failedFuture(ServiceFailure.invalid(item.fault()));
    }

    private static Future<EventResult> result(int index, Future<EventRecorded> answer) {
        return answer.map(recorded -> EventResult.committed(index, recorded.status()))
                .otherwise(failure -> EventResult.failed(index, known(failure)));
    }

    private static ServiceFailure known(Throwable failure) {
        var known = failure instanceof ServiceFailure ours
                ? ours
                : new ServiceFailure(FailureCode.INTERNAL, "internal error", failure);
        if (List.of(FailureCode.INTERNAL, FailureCode.UNAVAILABLE).contains(known.code())) {
            PACE.next(known.code())
                    .ifPresent(heldBack -> LOG.warn(
                            "an event of a batch and {} more before it were not stored", heldBack, cause(known)));
        }
        return known;
    }

    private static Throwable cause(ServiceFailure failure) {
        return Objects.requireNonNullElse(failure.getCause(), failure);
    }
}
