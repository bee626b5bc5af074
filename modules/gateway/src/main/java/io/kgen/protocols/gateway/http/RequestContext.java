package io.kgen.protocols.gateway.http;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.Caller;
import io.kgen.protocols.gateway.connections.RequestHandler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;

/** Metadata of a request: its id, and what travels with its calls on the bus. */
public final class RequestContext {

    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
    private static final Pattern VALID_TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private RequestContext() {}

    static String requestId(RoutingContext context) {
        return requestId(context.response());
    }

    /** The id that {@link RequestFilter} has put into the response. */
    static String requestId(HttpServerResponse response) {
        return response.headers().get(RequestHandler.REQUEST_ID);
    }

    /** The context of calls on behalf of this request, whose caller was authenticated. */
    public static CallContext call(RoutingContext context, Caller caller) {
        var traceparent = context.request().getHeader(TRACEPARENT);
        var valid =
                traceparent != null && VALID_TRACEPARENT.matcher(traceparent).matches();
        return CallContext.of(requestId(context), valid ? traceparent : null, caller);
    }
}
