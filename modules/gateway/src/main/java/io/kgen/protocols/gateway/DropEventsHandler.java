package io.kgen.protocols.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kgen.protocols.contracts.BusClient;
import io.kgen.protocols.contracts.ServiceFailure;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.EventItem;
import io.kgen.protocols.contracts.analytics.EventResult;
import io.kgen.protocols.contracts.analytics.EventsRecorded;
import io.kgen.protocols.contracts.analytics.RecordEvents;
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
final class DropEventsHandler implements Handler<RoutingContext> {

    private final BusClient bus;

    DropEventsHandler(BusClient bus) {
        this.bus = bus;
    }

    @Override
    public void handle(RoutingContext context) {
        var batch = EventBatch.parse(JsonBody.bytes(context), Caller.of(context));
        var recorded = bus.call(AnalyticsOperations.RECORD_EVENTS, batch, FrontDoor.call(context));
        JsonBody.holdUntil(context, recorded);
        recorded.recover(failure ->
                        Future.succeededFuture(failed(batch, Errors.told((ServiceFailure) failure, context))))
                .onSuccess(results -> answer(context, explained(batch, results)))
                .onFailure(context::fail);
    }

    /** Whatever the service could not say of the items: those that are events are worth another try. */
    private static EventsRecorded failed(RecordEvents batch, ServiceFailure failure) {
        return new EventsRecorded(IntStream.range(0, batch.events().size())
                .mapToObj(i -> failed(i, batch.events().get(i), failure))
                .toList());
    }

    /** Between nodes a refused item travels as null, so what was wrong with it is known here only. */
    private static List<EventResult> explained(RecordEvents batch, EventsRecorded recorded) {
        return recorded.results().stream()
                .map(result -> explained(batch.events().get(result.index()), result))
                .toList();
    }

    private static EventResult explained(EventItem item, EventResult result) {
        return item.fault() == null ? result : EventResult.failed(result.index(), ServiceFailure.invalid(item.fault()));
    }

    private static EventResult failed(int index, EventItem item, ServiceFailure failure) {
        return explained(item, EventResult.failed(index, failure));
    }

    private static void answer(RoutingContext context, List<EventResult> results) {
        worst(results, context);
        Answers.ok(context, Answers.json(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("results");
            for (var result : results) {
                write(json, result);
            }
            json.writeEndArray();
            json.writeEndObject();
        }));
    }

    private static void worst(List<EventResult> results, RoutingContext context) {
        if (results.stream().anyMatch(EventResult::retryable)) {
            Errors.setStatus(context.response(), ErrorCode.UNAVAILABLE);
        } else if (results.stream().anyMatch(result -> result.error() != null)) {
            Errors.setStatus(context.response(), ErrorCode.BAD_REQUEST);
        }
    }

    private static void write(JsonGenerator json, EventResult result) throws IOException {
        json.writeStartObject();
        json.writeNumberField("index", result.index());
        json.writeStringField("status", result.status().wireName());
        if (result.error() != null) {
            json.writeStringField("error", Errors.codeOf(result.error()).name());
            json.writeStringField("msg", result.msg());
        }
        json.writeBooleanField("retryable", result.retryable());
        json.writeEndObject();
    }
}
