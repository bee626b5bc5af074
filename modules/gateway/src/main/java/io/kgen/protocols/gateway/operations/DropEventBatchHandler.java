package io.kgen.protocols.gateway.operations;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.BatchItemResult;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.analytics.RecordEventsReply;
import io.kgen.protocols.gateway.auth.PlayerAuthHandler;
import io.kgen.protocols.gateway.bodies.JsonBodyHandler;
import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.http.ErrorResponses;
import io.kgen.protocols.gateway.http.JsonResponses;
import io.kgen.protocols.gateway.http.RequestFilter;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code POST events/batch}: records several events, each standing alone. The body lists what became of each of them; the
 * status is the worst item's, because clients never look inside a 2xx.
 */
public final class DropEventBatchHandler implements Handler<RoutingContext> {

    private final BusClient bus;

    public DropEventBatchHandler(BusClient bus) {
        this.bus = bus;
    }

    @Override
    public void handle(RoutingContext context) {
        var batch = EventBatchParser.parse(JsonBodyHandler.bytes(context), PlayerAuthHandler.of(context));
        var recorded = bus.call(AnalyticsOperations.RECORD_EVENTS, batch, RequestFilter.call(context));
        JsonBodyHandler.holdUntil(context, recorded);
        recorded.recover(failure ->
                        Future.succeededFuture(failed(batch, ErrorResponses.told((ServiceException) failure, context))))
                .onSuccess(results -> answer(context, explained(batch, results)))
                .onFailure(context::fail);
    }

    /** Whatever the service could not say of the items: those that are events are worth another try. */
    private static RecordEventsReply failed(RecordEvents batch, ServiceException failure) {
        return new RecordEventsReply(IntStream.range(0, batch.events().size())
                .mapToObj(i -> failed(i, batch.events().get(i), failure))
                .toList());
    }

    /** Between nodes a refused item travels as null, so what was wrong with it is known here only. */
    private static List<BatchItemResult> explained(RecordEvents batch, RecordEventsReply recorded) {
        return recorded.results().stream()
                .map(result -> explained(batch.events().get(result.index()), result))
                .toList();
    }

    private static BatchItemResult explained(BatchItem item, BatchItemResult result) {
        return item.violation() == null ? result : BatchItemResult.rejected(result.index(), item.violation());
    }

    private static BatchItemResult failed(int index, BatchItem item, ServiceException failure) {
        return explained(item, BatchItemResult.failed(index, failure));
    }

    private static void answer(RoutingContext context, List<BatchItemResult> results) {
        worst(results, context);
        JsonResponses.ok(context, JsonResponses.json(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("results");
            for (var result : results) {
                write(json, result);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static void worst(List<BatchItemResult> results, RoutingContext context) {
        if (results.stream().anyMatch(BatchItemResult::retryable)) {
            ErrorResponses.setStatus(context.response(), ErrorCode.UNAVAILABLE);
        } else if (results.stream().anyMatch(result -> result.error() != null)) {
            ErrorResponses.setStatus(context.response(), ErrorCode.BAD_REQUEST);
        }
    }

    private static void write(JsonGenerator json, BatchItemResult result) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", result.index());
        json.writeStringField("status", result.status().wireName());
        if (result.error() != null) {
            json.writeStringField("error", ErrorResponses.codeOf(result.error()).name());
            json.writeStringField("msg", result.msg());
        }
        json.writeBooleanField("retryable", result.retryable());
        json.writeEndObject();
    }
}
