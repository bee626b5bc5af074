package io.kgen.protocols.gateway.auth;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.gateway.connections.ClientConnection;
import io.kgen.protocols.gateway.http.HttpException;
import io.kgen.protocols.platform.RateLimitedLogger;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rejects a request without a valid token, and provides the player to the handlers after it. */
public final class PlayerAuthHandler implements Handler<RoutingContext> {

    private static final Logger LOG = LoggerFactory.getLogger(PlayerAuthHandler.class);
    private static final RateLimitedLogger LIMITED_LOG = new RateLimitedLogger(LOG, Duration.ofMinutes(1));
    static final String KEY = PlayerAuthHandler.class.getName();

    private final TokenVerifier tokens;

    public PlayerAuthHandler(TokenVerifier tokens) {
        this.tokens = tokens;
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
        var player = authenticate(context);
        context.put(KEY, player);
        ClientConnection.authenticated(context.request(), player.issuer());
        context.next();
    }

    private PlayerId authenticate(RoutingContext context) {
        try {
            return tokens.caller(context.request().headers());
        } catch (TokenRefusedException e) {
            log(e.reason());
            throw HttpException.unauthorized(e.getMessage());
        }
    }

    /** At most one line a minute for each reason, because attackers can send many invalid tokens. */
    private static void log(TokenRefusal reason) {
        LIMITED_LOG.info(reason, "refused a token, reason {}: {}", reason, reason.message());
    }
}
