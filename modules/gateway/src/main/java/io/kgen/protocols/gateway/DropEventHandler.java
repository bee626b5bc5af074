package io.kgen.protocols.gateway;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.InvalidAttributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** {@code POST events/{eventID}/drop}: records one occurrence; the answer means that it is committed. */
final class DropEventHandler implements Handler<RoutingContext> {

    private static final Buffer DROPPED = Buffer.buffer("{\"msg\":\"event dropped successfully\"}");
    private static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("idempotency-key");
    private static final String BEFORE_ID = "/events/";
    private static final String AFTER_ID = "/drop";

    private final BusClient bus;

    DropEventHandler(BusClient bus) {
        this.bus = bus;
    }

    @Override
    public void handle(RoutingContext context) {
        bus.call(AnalyticsOperations.RECORD_EVENT, event(context), RequestFilter.call(context))
                .onSuccess(recorded -> JsonResponses.ok(context, DROPPED))
                .onFailure(context::fail);
    }

    private RecordEvent event(RoutingContext context) {
        var player = PlayerAuthHandler.of(context);
        var eventId = eventId(context.request().path());
        var key = idempotencyKey(context.request());
        return new RecordEvent(player.issuer(), player.userId(), eventId, attributes(context), key, null);
    }

    private static String eventId(String path) {
        var escaped = path.substring(path.indexOf(BEFORE_ID) + BEFORE_ID.length(), path.length() - AFTER_ID.length());
        return PercentEncoding.decode(escaped)
                .filter(RecordEvent::isEventId)
                .orElseThrow(() -> HttpException.badField("eventID", "must be " + RecordEvent.RULE_OF_EVENT_ID));
    }

    private static String idempotencyKey(HttpServerRequest request) {
        var keys = request.headers().getAll(IDEMPOTENCY_KEY);
        if (keys.isEmpty()) {
            return null;
        }
        if (keys.size() > 1 || !RecordEvent.isKey(keys.get(0))) {
            throw HttpException.badField("Idempotency-Key", "must be " + RecordEvent.KEY_RULE + ", once");
        }
        return keys.get(0);
    }

    private Attributes attributes(RoutingContext context) {
        try {
            return Attributes.parse(JsonBodyHandler.bytes(context));
        } catch (InvalidAttributes e) {
            throw HttpException.badField(e.path(), e.rule());
        }
    }
}
