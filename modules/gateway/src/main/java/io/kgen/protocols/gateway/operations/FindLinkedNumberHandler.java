package io.kgen.protocols.gateway.operations;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.gateway.auth.PlayerAuthHandler;
import io.kgen.protocols.gateway.http.JsonResponses;
import io.kgen.protocols.gateway.http.RequestFilter;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** {@code GET linked-mobile-number}: the caller's linked number; names and order of the keys are frozen. */
public final class FindLinkedNumberHandler implements Handler<RoutingContext> {

    private final BusClient bus;

    public FindLinkedNumberHandler(BusClient bus) {
        this.bus = bus;
    }

    @Override
    public void handle(RoutingContext context) {
        var player = PlayerAuthHandler.of(context);
        var request = new FindLinkedNumber(player);
        bus.call(UsersOperations.FIND_LINKED_NUMBER, request, RequestFilter.call(context))
                .map(FindLinkedNumberHandler::body)
                .onSuccess(body -> JsonResponses.ok(context, body))
                .onFailure(context::fail);
    }

    private static Buffer body(LinkedNumber number) {
        return JsonResponses.json(json -> {
            json.writeStartObject();
            json.writeStringField("UserID", number.userId());
            json.writeStringField("NameSpacedThirdPartyUserID", number.namespacedThirdPartyUserId());
            json.writeStringField("WalletAddress", number.walletAddress());
            json.writeStringField("IndiggWalletAddress", number.indiggWalletAddress());
            json.writeStringField("LinkedPhone", number.linkedPhone());
            json.writeStringField("KGenID", number.kgenId());
            json.writeEndObject();
        });
    }
}
