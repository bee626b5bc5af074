package io.kgen.protocols.gateway.operations;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.gateway.auth.PlayerAuthHandler;
import io.kgen.protocols.gateway.bodies.JsonBodyHandler;
import io.kgen.protocols.gateway.http.PathParameter;
import io.kgen.protocols.gateway.http.PercentEncoding;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Maps path, header and body of an event drop to the event that is recorded. */
public final class DropEventRequests {

    private static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("idempotency-key");

    private final PathParameter eventId;

    public DropEventRequests(PathParameter eventId) {
        this.eventId = eventId;
    }

    public RecordEvent map(RoutingContext context) {
        var id = PercentEncoding.decode(eventId.encoded(context))
                .orElseThrow(() -> ServiceException.invalid("eventId", "must be " + RecordEvent.EVENT_ID_RULE));
        var key = idempotencyKey(context.request());
        var attributes = Attributes.parse(JsonBodyHandler.bytes(context));
        return new RecordEvent(PlayerAuthHandler.of(context), id, attributes, key, null);
    }

    private static String idempotencyKey(HttpServerRequest request) {
        var keys = request.headers().getAll(IDEMPOTENCY_KEY);
        if (keys.size() > 1) {
            throw ServiceException.invalid("key", "must be " + RecordEvent.KEY_RULE);
        }
        return keys.isEmpty() ? null : keys.get(0);
    }
}
