package io.kgen.protocols.gateway.operations;

import io.kgen.protocols.contracts.kstore.GenerateRedirect;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.gateway.auth.PlayerAuthHandler;
import io.vertx.ext.web.RoutingContext;

/** Maps requests that consist of the authenticated player alone. */
public final class PlayerRequests {

    private PlayerRequests() {}

    public static FindLinkedNumber findLinkedNumber(RoutingContext context) {
        return new FindLinkedNumber(PlayerAuthHandler.of(context));
    }

    /** A body means nothing here and is not read. */
    public static GenerateRedirect generateRedirect(RoutingContext context) {
        return new GenerateRedirect(PlayerAuthHandler.of(context));
    }
}
