package io.kgen.protocols.gateway.http;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.Caller;
import io.kgen.protocols.bus.LogFields;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.gateway.connections.RequestHandler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.regex.Pattern;
import org.slf4j.spi.LoggingEventBuilder;

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

    /** Adds the fields of a request to a line of the log. */
    static LoggingEventBuilder fields(LoggingEventBuilder line, RoutingContext context) {
        FailedCall failed = context.get(FailedCall.KEY);
        return failed == null
                ? line.addKeyValue(LogFields.REQUEST_ID, requestId(context))
                : LogFields.add(line, failed.operation(), failed.call());
    }

    /** Records a call of this request that failed, for the log; only then, because each request would pay for it. */
    public static void failed(RoutingContext context, Operation<?, ?> operation, CallContext call) {
        context.put(FailedCall.KEY, new FailedCall(operation, call));
    }

    private record FailedCall(Operation<?, ?> operation, CallContext call) {

        static final String KEY = FailedCall.class.getName();
    }

    /** The context of calls on behalf of this request, whose caller was authenticated. */
    public static CallContext call(RoutingContext context, Caller caller) {
        return CallContext.of(requestId(context), traceparent(context), caller);
    }

    /** The trace context of the client, or of the span of this request; null if there is none. */
    static String traceparent(RoutingContext context) {
        var traceparent = context.request().getHeader(TRACEPARENT);
        return traceparent != null && VALID_TRACEPARENT.matcher(traceparent).matches() ? traceparent : null;
    }

    /** Replaces the header of the client, so that a request that is not traced costs nothing more. */
    static void setTraceparent(RoutingContext context, String traceparent) {
        context.request().headers().set(TRACEPARENT, traceparent);
    }
}
