package io.kgen.protocols.gateway;

import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.regex.Pattern;

/**
 * Reads an event drop, and refuses what needs no body to be refused before reading one: a bad event id, another media type,
 * an unknown encoding.
 */
final class EventReader implements Handler<RoutingContext> {

    private static final String KEY = EventReader.class.getName();
    private static final String BEFORE_ID = "/events/";
    private static final String AFTER_ID = "/drop";

    private static final Pattern JSON =
            Pattern.compile("application/json(\\s*;\\s*charset\\s*=\\s*\"?utf-8\"?)?\\s*", Pattern.CASE_INSENSITIVE);

    private final BodyHandler body;

    EventReader(int maxBytes) {
        this.body = BodyHandler.create(false).setBodyLimit(maxBytes);
    }

    static String eventId(RoutingContext context) {
        return context.get(KEY);
    }

    @Override
    public void handle(RoutingContext context) {
        context.put(KEY, eventId(context.request().path()));
        var type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !JSON.matcher(type).matches()) {
            throw new HttpFailure(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json, in UTF-8");
        }
        if (!ContentEncoding.isKnown(context.request())) {
            throw new HttpFailure(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Content-Encoding must be gzip or none");
        }
        body.handle(context);
    }

    private static String eventId(String path) {
        var escaped = path.substring(path.indexOf(BEFORE_ID) + BEFORE_ID.length(), path.length() - AFTER_ID.length());
        return PercentEncoding.decode(escaped)
                .filter(RecordEvent::isEventId)
                .orElseThrow(() -> HttpFailure.badField("eventID", "must be " + RecordEvent.RULE_OF_EVENT_ID));
    }
}
