package io.kgen.protocols.gateway.auth;

import io.kgen.protocols.bus.Caller;
import io.kgen.protocols.gateway.StoreCredentials;
import io.kgen.protocols.gateway.connections.ClientConnection;
import io.kgen.protocols.gateway.http.HttpException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Rejects a request without the credentials of the store's server. */
public final class StoreAuthHandler implements Handler<RoutingContext> {

    private static final CharSequence ID = HttpHeaders.createOptimized("x-client-id");
    private static final CharSequence SECRET = HttpHeaders.createOptimized("x-client-secret");

    private static final String KEY = StoreAuthHandler.class.getName();

    private final Supplier<StoreCredentials> client;

    /** @param client the credentials of now: a reload of the configuration changes them */
    public StoreAuthHandler(Supplier<StoreCredentials> client) {
        this.client = client;
    }

    /** Unknown if the route does not authenticate the server of a store. */
    static Caller callerOf(RoutingContext context) {
        Caller caller = context.get(KEY);
        return caller == null ? Caller.UNKNOWN : caller;
    }

    @Override
    public void handle(RoutingContext context) {
        // Both are always compared, and the error does not say which one is wrong.
        var store = client.get();
        if (!store.matches(once(context.request(), ID), once(context.request(), SECRET))) {
            throw HttpException.unauthorized("x-client-id and x-client-secret are not those of a store");
        }
        context.put(KEY, store.caller());
        ClientConnection.authenticated(context.request());
        context.next();
    }

    /** The value of a header that is sent once, else the empty text, which is never a credential. */
    private static String once(HttpServerRequest request, CharSequence name) {
        var values = request.headers().getAll(name);
        return values.size() == 1 ? values.get(0) : "";
    }
}
