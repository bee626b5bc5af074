package io.kgen.protocols.gateway.http;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Tracing;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Makes a span of each request of an endpoint. It is a handler of the endpoint only if tracing is on. */
final class TraceHandler implements Handler<RoutingContext> {

    private final Tracing tracing;
    private final Endpoint endpoint;
    private final String name;

    TraceHandler(Tracing tracing, Endpoint endpoint) {
        this.tracing = tracing;
        this.endpoint = endpoint;
        this.name = endpoint.method() + " " + endpoint.path();
    }

    @Override
    public void handle(RoutingContext context) {
        var span = tracing.start(name, Tracing.Kind.SERVER, RequestContext.traceparent(context))
                .with("http.request.method", context.request().method().name())
                .with("http.route", endpoint.path());
        RequestContext.setTraceparent(context, span.traceparent());
        context.addEndHandler(ended -> end(span, context));
        context.next();
    }

    private static void end(Tracing.Span span, RoutingContext context) {
        var status = context.response().getStatusCode();
        span.with("http.response.status_code", status);
        span.end(status < 500 || isNotFound(context.failure()) ? null : failure(status));
    }

    /** A player without a linked number is an expected response, in spite of its status. */
    private static boolean isNotFound(Throwable failure) {
        return ServiceException.is(failure, FailureCode.NOT_FOUND)
                || (failure instanceof HttpException http && http.code() == ErrorCode.RECORD_NOT_FOUND);
    }

    private static ServiceException failure(int status) {
        var code = status == 503 ? FailureCode.UNAVAILABLE : status == 504 ? FailureCode.TIMEOUT : FailureCode.INTERNAL;
        return new ServiceException(code, "");
    }
}
