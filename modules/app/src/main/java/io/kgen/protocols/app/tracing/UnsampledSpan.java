package io.kgen.protocols.app.tracing;

import io.kgen.protocols.bus.Tracing;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** Stands for a trace of which no spans are sent. Its trace context tells the callees so. */
record UnsampledSpan(String traceparent) implements Tracing.Span {

    @Override
    public Tracing.Span with(String attribute, String value) {
        return this;
    }

    @Override
    public Tracing.Span with(String attribute, long value) {
        return this;
    }

    @Override
    public <T> Future<T> around(Supplier<Future<T>> step) {
        return step.get();
    }

    @Override
    public void end(Throwable failure) {
        // Nothing was recorded.
    }
}
