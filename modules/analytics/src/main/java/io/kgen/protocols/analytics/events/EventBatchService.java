package io.kgen.protocols.analytics.events;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.BatchItemResult;
import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.analytics.RecordEventsReply;
import io.kgen.protocols.platform.RateLimitedLogger;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several events in one request: one commit, and an answer for each as if it had come alone. */
public final class EventBatchService {

    private static final Logger LOG = LoggerFactory.getLogger(EventBatchService.class);
    private static final RateLimitedLogger LIMITED_LOG = new RateLimitedLogger(LOG);

    private final GroupCommit commit;

    public EventBatchService(GroupCommit commit) {
        this.commit = commit;
    }

    /** Never fails for one of the events. */
    public Future<RecordEventsReply> record(RecordEvents batch, CallContext call) {
        var fit = batch.events().stream().map(BatchItem::event).filter(Objects::nonNull);
        var answers = commit.recordAll(fit.toList(), call).iterator();
        var results = new ArrayList<Future<BatchItemResult>>(batch.events().size());
        for (var item : batch.events()) {
            results.add(
                    item.event() == null
                            ? Future.succeededFuture(BatchItemResult.rejected(results.size(), item.violation()))
                            : result(results.size(), answers.next()));
        }
        return Future.all(results).map(all -> new RecordEventsReply(all.list()));
    }

    private static Future<BatchItemResult> result(int index, Future<RecordEventReply> answer) {
        return answer.map(recorded -> BatchItemResult.committed(index, recorded.status()))
                .otherwise(failure -> BatchItemResult.failed(index, known(failure)));
    }

    private static ServiceException known(Throwable failure) {
        var known = failure instanceof ServiceException ours
                ? ours
                : new ServiceException(FailureCode.INTERNAL, "internal error", failure);
        if (List.of(FailureCode.INTERNAL, FailureCode.UNAVAILABLE).contains(known.code())) {
            LIMITED_LOG.warn(known.code(), "an event of a batch was not stored", cause(known));
        }
        return known;
    }

    private static Throwable cause(ServiceException failure) {
        return Objects.requireNonNullElse(failure.getCause(), failure);
    }
}
