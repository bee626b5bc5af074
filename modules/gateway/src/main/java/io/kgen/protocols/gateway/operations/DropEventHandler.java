package io.kgen.protocols.gateway.operations;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.gateway.auth.PlayerAuthHandler;
import io.kgen.protocols.gateway.bodies.JsonBodyHandler;
import io.kgen.protocols.gateway.http.JsonResponses;
import io.kgen.protocols.gateway.http.PercentEncoding;
import io.kgen.protocols.gateway.http.RequestFilter;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** {@code POST events/{eventID}/drop}: records one occurrence; the answer means that it is committed. */
public final class DropEventHandler implements Handler<RoutingContext> {

    private static final Buffer DROPPED = Buffer.buffer("{\"msg\":\"event dropped successfully\"}");
    private static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("idempotency-key");
    private static final String BEFORE_ID = "/events/";
    private static final String AFTER_ID = "/drop";

    private final BusClient bus;

    public DropEventHandler(BusClient bus) {
        this.bus = bus;
    }

    @Override
    public void handle(RoutingContext context) {
        bus.call(AnalyticsOperations.RECORD_EVENT, event(context), RequestFilter.call(context))
                .onSuccess(recorded -> JsonResponses.ok(context, DROPPED))
                .onFailure(context::fail);
    }

    private static RecordEvent event(RoutingContext context) {
        var player = PlayerAuthHandler.of(context);
        var eventId = eventId(context.request().path());
        var key = idempotencyKey(context.request());
        var attributes = Attributes.parse(JsonBodyHandler.bytes(context));
        return new RecordEvent(player, eventId, attributes, key, null);
    }

    private static String eventId(String path) {
        var escaped = path.substring(path.indexOf(BEFORE_ID) + BEFORE_ID.length(), path.length() - AFTER_ID.length());
        return PercentEncoding.decode(escaped)
                .orElseThrow(() -> ServiceException.invalid("eventId", "must be " + RecordEvent.EVENT_ID_RULE));
    }

    private static String idempotencyKey(HttpServerRequest request) {
        var keys = request.headers().getAll(IDEMPOTENCY_KEY);
        if (keys.isEmpty()) {
            return null;
        }
        if (keys.size() > 1) {
            throw ServiceException.invalid("key", "must be " + RecordEvent.KEY_RULE);
        }
        return keys.get(0);
    }
}
