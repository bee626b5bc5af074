package io.kgen.protocols.gateway.operations;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.contracts.kstore.GenerateRedirect;
import io.kgen.protocols.contracts.kstore.KStoreOperations;
import io.kgen.protocols.contracts.kstore.Redirect;
import io.kgen.protocols.gateway.auth.PlayerAuthHandler;
import io.kgen.protocols.gateway.http.JsonResponses;
import io.kgen.protocols.gateway.http.RequestFilter;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** {@code POST generate-redirect-uri}: where to send the caller; a body says nothing here and is not read. */
public final class GenerateRedirectHandler implements Handler<RoutingContext> {

    private final BusClient bus;

    public GenerateRedirectHandler(BusClient bus) {
        this.bus = bus;
    }

    @Override
    public void handle(RoutingContext context) {
        var player = PlayerAuthHandler.of(context);
        var request = new GenerateRedirect(player);
        bus.call(KStoreOperations.GENERATE_REDIRECT, request, RequestFilter.call(context))
                .map(GenerateRedirectHandler::body)
                .onSuccess(body -> JsonResponses.ok(context, body))
                .onFailure(context::fail);
    }

    private static Buffer body(Redirect redirect) {
        return JsonResponses.json(json -> {
            json.writeStartObject();
            json.writeStringField("url", redirect.url());
            json.writeEndObject();
        });
    }
}
