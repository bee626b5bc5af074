package io.kgen.protocols.gateway;

import io.kgen.protocols.contracts.PlayerId;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Lets a request pass whose token is valid, and remembers for the handlers after it who is calling. */
final class Caller implements Handler<RoutingContext> {

    private static final String KEY = Caller.class.getName();

    private final Tokens tokens;

    Caller(Tokens tokens) {
        this.tokens = tokens;
    }

    static PlayerId of(RoutingContext context) {
        PlayerId player = context.get(KEY);
        if (player == null) {
            throw new IllegalStateException("this route does not authenticate its caller");
        }
        return player;
    }

    @Override
    public void handle(RoutingContext context) {
        context.put(KEY, tokens.caller(context.request().headers()));
        context.next();
    }
}
