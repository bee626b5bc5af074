package io.kgen.protocols.gateway.auth;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.gateway.connections.ClientConnection;
import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.http.HttpException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Rejects a request without a valid token, and provides the player to the handlers after it. */
public final class PlayerAuthHandler implements Handler<RoutingContext> {

    static final String KEY = PlayerAuthHandler.class.getName();

    private final TokenVerifier tokens;
    private final TokenMetrics metrics;

    public PlayerAuthHandler(TokenVerifier tokens) {
        this.tokens = tokens;
        this.metrics = tokens.metrics();
    }

    public static PlayerId of(RoutingContext context) {
        PlayerId player = context.get(KEY);
        if (player == null) {
            throw new IllegalStateException("this route does not authenticate players");
        }
        return player;
    }

    @Override
    public void handle(RoutingContext context) {
        try {
            accept(context, tokens.caller(context.request().headers(), true));
        } catch (MissingKeyException e) {
            retryAfter(e.fetch(), context);
        } catch (TokenRefusedException e) {
            throw refuse(e);
        }
    }

    private static void accept(RoutingContext context, PlayerId player) {
        context.put(KEY, player);
        ClientConnection.authenticated(context.request(), player.issuer());
        context.next();
    }

    /** The token of a key that was rotated is not refused if the key can be fetched. */
    private void retryAfter(Future<Void> fetch, RoutingContext context) {
        var eventLoop = context.vertx().getOrCreateContext();
        // The body must not arrive before its handler is set.
        context.request().pause();
        fetch.onComplete(fetched -> eventLoop.runOnContext(now -> retry(context)));
    }

    private void retry(RoutingContext context) {
        try {
            accept(context, tokens.caller(context.request().headers()));
        } catch (TokenRefusedException e) {
            context.fail(refuse(e));
        } finally {
            context.request().resume();
        }
    }

    private HttpException refuse(TokenRefusedException refusal) {
        metrics.refused(refusal.reason(), refusal.issuer());
        return refusal.reason() == TokenRefusal.KEYS_UNAVAILABLE
                ? new HttpException(ErrorCode.UNAVAILABLE, refusal.getMessage())
                : HttpException.unauthorized(refusal.getMessage());
    }
}
