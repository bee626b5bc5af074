package io.kgen.protocols.app.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.tracing.OpenTelemetryTracing;
import io.kgen.protocols.sandbox.Await;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The spans of nodes, by a tracing that follows every trace of a client and begins none. */
public final class CapturedSpans {

    private static final String SPAN_OF_THE_CLIENT = "00f067aa0ba902b7";

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

    /** For a node of its own. */
    public OpenTelemetryTracing tracing() {
        return new OpenTelemetryTracing(SimpleSpanProcessor.create(exporter), 0, "test");
    }

    /** The id of a new trace. */
    public static String newTrace() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** The header of a client that traces its request. */
    public static String traceparent(String trace) {
        return "00-" + trace + "-" + SPAN_OF_THE_CLIENT + "-01";
    }

    public List<SpanData> all() {
        return exporter.getFinishedSpanItems();
    }

    /** The spans of a trace, once the first one has ended, which is the last one to end. */
    public List<SpanData> of(String trace) {
        Await.until(() -> inTrace(trace).anyMatch(CapturedSpans::isFirst));
        return inTrace(trace).toList();
    }

    /** The names of the spans of a trace, each with its kind, after a check that every span but the first has its parent. */
    public List<String> unbroken(String trace) {
        var spans = of(trace);
        var ids = spans.stream().map(SpanData::getSpanId).collect(Collectors.toSet());
        assertThat(spans.stream().filter(CapturedSpans::isFirst)).hasSize(1);
        assertThat(spans)
                .allSatisfy(span -> assertThat(isFirst(span) || ids.contains(span.getParentSpanId()))
                        .as("%s has its parent", span.getName())
                        .isTrue());
        return spans.stream().map(span -> span.getKind() + " " + span.getName()).toList();
    }

    private Stream<SpanData> inTrace(String trace) {
        return all().stream().filter(span -> span.getTraceId().equals(trace));
    }

    private static boolean isFirst(SpanData span) {
        return span.getParentSpanId().equals(SPAN_OF_THE_CLIENT);
    }
}
