package io.kgen.protocols.gateway;

import io.kgen.protocols.contracts.BusClient;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.InvalidAttributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** {@code POST events/{eventID}/drop}: records one occurrence; the answer means that it is committed. */
final class DropEventHandler implements Handler<RoutingContext> {

    private static final Buffer DROPPED = Buffer.buffer("{\"msg\":\"event dropped successfully\"}");

    private final BusClient bus;
    private final int maxBytes;

    DropEventHandler(BusClient bus, int maxBytes) {
        this.bus = bus;
        this.maxBytes = maxBytes;
    }

    @Override
    public void handle(RoutingContext context) {
        var player = Caller.of(context);
        var request =
                new RecordEvent(player.issuer(), player.userId(), EventReader.eventId(context), attributes(context));
        bus.call(AnalyticsOperations.RECORD_EVENT, request, FrontDoor.call(context))
                .onSuccess(recorded -> Answers.ok(context, DROPPED))
                .onFailure(context::fail);
    }

    private Attributes attributes(RoutingContext context) {
        var body = context.body().buffer();
        if (body == null || body.length() == 0) {
            throw HttpFailure.badRequest("the body must be a JSON object; {} is one");
        }
        try {
            return Attributes.parse(ContentEncoding.decode(context.request(), body, maxBytes));
        } catch (InvalidAttributes e) {
            throw HttpFailure.badField(e.path(), e.rule());
        }
    }
}
