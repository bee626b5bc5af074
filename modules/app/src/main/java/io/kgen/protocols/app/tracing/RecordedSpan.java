package io.kgen.protocols.app.tracing;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/** A span that is sent. */
@SuppressWarnings("try") // a scope is closed and not used otherwise
record RecordedSpan(Span span) implements Tracing.Span {

    @Override
    public String traceparent() {
        return TraceParent.format(span.getSpanContext());
    }

    @Override
    public Tracing.Span with(String attribute, String value) {
        span.setAttribute(attribute, value);
        return this;
    }

    @Override
    public Tracing.Span with(String attribute, long value) {
        span.setAttribute(attribute, value);
        return this;
    }

    @Override
    public <T> Future<T> around(Supplier<Future<T>> step) {
        var caller = Context.current();
        var done = Promise.<T>promise();
        run(step, caller.with(span)).onComplete((value, failure) -> {
            end(failure);
            // What follows belongs to the span of the caller again.
            try (var scope = caller.makeCurrent()) {
                done.complete(value, failure);
            }
        });
        return done.future();
    }

    private <T> Future<T> run(Supplier<Future<T>> step, Context own) {
        try (var scope = own.makeCurrent()) {
            return step.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    /** The kind of a failure only, because its message may quote what a client has sent. */
    @Override
    public void end(Throwable failure) {
        if (failure != null) {
            var kind = failure instanceof ServiceException service
                    ? service.code().name()
                    : failure.getClass().getSimpleName();
            span.setAttribute("error.type", kind);
            if (isError(failure)) {
                span.setStatus(StatusCode.ERROR);
            }
        }
        span.end();
    }

    private static boolean isError(Throwable failure) {
        return !(failure instanceof ServiceException service)
                || switch (service.code()) {
                    case INVALID, NOT_FOUND, CONFLICT, FORBIDDEN, OVERLOADED -> false;
                    case INTERNAL, UNAVAILABLE, NO_HANDLERS, TIMEOUT -> true;
                };
    }
}
