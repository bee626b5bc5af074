package io.kgen.protocols.app.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.util.regex.Pattern;

/** The header {@code traceparent} of W3C Trace Context: version, id of the trace, id of the span, flags. */
final class TraceParent {

    private static final Pattern VALID = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceParent() {}

    /** An invalid text is an invalid context, which begins a new trace. */
    static SpanContext parse(String text) {
        return VALID.matcher(text).matches()
                ? SpanContext.createFromRemoteParent(
                        text.substring(3, 35),
                        text.substring(36, 52),
                        TraceFlags.fromHex(text, 53),
                        TraceState.getDefault())
                : SpanContext.getInvalid();
    }

    static String format(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex();
    }
}
