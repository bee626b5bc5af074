package io.kgen.protocols.gateway.limits;

import io.kgen.protocols.gateway.auth.PlayerAuthHandler;
import io.kgen.protocols.gateway.http.HttpException;
import io.kgen.protocols.platform.RateLimits;
import io.kgen.protocols.platform.RequestKind;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Rejects a request above the limit of its player or issuer, before the body is read. */
public final class PlayerLimitHandler implements Handler<RoutingContext> {

    private final RateLimits limits;
    private final RequestKind kind;

    public PlayerLimitHandler(RateLimits limits, RequestKind kind) {
        this.limits = limits;
        this.kind = kind;
    }

    @Override
    public void handle(RoutingContext context) {
        var player = PlayerAuthHandler.of(context);
        var seconds = limits.takeForPlayer(kind, player.issuer(), player.userId());
        if (seconds > 0) {
            throw HttpException.rateLimited(seconds);
        }
        context.next();
    }
}
