package io.kgen.protocols.gateway.auth;

import io.kgen.protocols.bus.Caller;
import io.kgen.protocols.contracts.PlayerId;
import io.vertx.ext.web.RoutingContext;

/** Whom a request was authenticated as, for the audit log. */
public final class AuthenticatedCaller {

    private AuthenticatedCaller() {}

    /** The issuer of the player, or the server of the store. */
    public static Caller of(RoutingContext context) {
        PlayerId player = context.get(PlayerAuthHandler.KEY);
        return player == null ? StoreAuthHandler.callerOf(context) : Caller.issuer(player.issuer());
    }
}
