package io.kgen.protocols.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes spans of the work of a node. It is off unless one is installed: then {@link #of} returns null, and nothing else of
 * tracing runs. Whatever makes spans asks for it once, when it is created.
 */
public interface Tracing extends Shareable {

    /** The role of a span, as OpenTelemetry defines it. */
    enum Kind {
        SERVER,
        CLIENT,
        INTERNAL
    }

    /** The tracing of this Vert.x, or null if it is off. */
    static Tracing of(Vertx vertx) {
        return map(vertx).get(Tracing.class.getName());
    }

    /** Turns tracing on, for what is created from now on. */
    default void install(Vertx vertx) {
        map(vertx).put(Tracing.class.getName(), this);
    }

    private static LocalMap<String, Tracing> map(Vertx vertx) {
        return vertx.sharedData().getLocalMap(Tracing.class.getName());
    }

    /**
     * Starts a span.
     *
     * @param parent the W3C trace context of the span that caused it; null begins a new trace
     */
    Span start(String name, Kind kind, String parent);

    /** Starts a span of work that is done for several others at once: the child of the first one, with links to the rest. */
    Span startShared(String name, Kind kind, List<String> parents);

    /** Starts a child of the span in whose {@link Span#around} this thread is. Outside of any, returns null. */
    Span startChild(String name, Kind kind);

    /** A span that has started. Its name and attributes never contain an id of a player, a phone number or a token. */
    interface Span {

        /** The W3C trace context, for the spans that this one causes. */
        String traceparent();

        Span with(String attribute, String value);

        Span with(String attribute, long value);

        /**
         * Runs a step and ends the span with it. What the step calls in this thread, and what it calls after the future of
         * another span, can start children of this span.
         */
        <T> Future<T> around(Supplier<Future<T>> step);

        /** Ends the span. A failure that callers must expect, such as {@link FailureCode#NOT_FOUND}, is not an error. */
        void end(Throwable failure);
    }
}
