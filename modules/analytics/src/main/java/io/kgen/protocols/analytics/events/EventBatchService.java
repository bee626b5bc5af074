package io.kgen.protocols.analytics.events;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.LogFields;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.BatchItemResult;
import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.analytics.RecordEventsReply;
import io.kgen.protocols.platform.RateLimitedLogger;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records several events of one request in one commit, with a result for each as if it had been sent alone. */
public final class EventBatchService {

    private static final Logger LOG = LoggerFactory.getLogger(EventBatchService.class);
    private static final RateLimitedLogger LIMITED_LOG = new RateLimitedLogger(LOG);

    private final GroupCommit commit;

    public EventBatchService(GroupCommit commit) {
        this.commit = commit;
    }

    /** An event that fails is a result and never fails the batch. */
    public Future<RecordEventsReply> record(RecordEvents batch, CallContext call) {
        var valid = batch.events().stream().map(BatchItem::event).filter(Objects::nonNull);
        var replies = commit.recordAll(valid.toList(), call).iterator();
        var results = new ArrayList<Future<BatchItemResult>>(batch.events().size());
        for (var item : batch.events()) {
            results.add(
                    item.event() == null
                            ? Future.succeededFuture(BatchItemResult.rejected(results.size(), item.violation()))
                            : result(results.size(), replies.next(), call));
        }
        return Future.all(results).map(all -> new RecordEventsReply(all.list()));
    }

    private static Future<BatchItemResult> result(int index, Future<RecordEventReply> reply, CallContext call) {
        return reply.map(recorded -> BatchItemResult.committed(index, recorded.status()))
                .otherwise(failure -> BatchItemResult.failed(index, toServiceException(failure, call)));
    }

    private static ServiceException toServiceException(Throwable failure, CallContext call) {
        var exception = failure instanceof ServiceException expected
                ? expected
                : new ServiceException(FailureCode.INTERNAL, "internal error", failure);
        if (exception.code() == FailureCode.INTERNAL || exception.code() == FailureCode.UNAVAILABLE) {
            var line = LogFields.add(LOG.atWarn(), AnalyticsOperations.RECORD_EVENTS, call);
            LIMITED_LOG.log(exception.code(), line.setCause(cause(exception)), "an event of a batch was not stored");
        }
        return exception;
    }

    private static Throwable cause(ServiceException failure) {
        return Objects.requireNonNullElse(failure.getCause(), failure);
    }
}
