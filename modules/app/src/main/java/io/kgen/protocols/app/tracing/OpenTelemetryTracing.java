package io.kgen.protocols.app.tracing;

import io.kgen.protocols.bus.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Spans by the SDK of OpenTelemetry. A thread of its own sends them; if the collector is slower than the node, or does not
 * respond, spans are dropped and requests go on.
 */
public final class OpenTelemetryTracing implements Tracing {

    private static final String UNSAMPLED_SUFFIX = "-00";
    private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(2);

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /**
     * Traces to a processor of spans.
     *
     * @param ratio the part of the traces that begin here; a trace of a caller is followed if the caller follows it
     */
    public OpenTelemetryTracing(SpanProcessor processor, double ratio, String version) {
        this.provider = SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        "platform-protocols",
                        AttributeKey.stringKey("service.version"),
                        version)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .addSpanProcessor(processor)
                .build();
        this.tracer = provider.get("io.kgen.protocols");
    }

    /** Traces to a collector, by OTLP over HTTP. */
    static OpenTelemetryTracing to(URI endpoint, double ratio, String version) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint.toString())
                .setConnectTimeout(EXPORT_TIMEOUT)
                .setTimeout(EXPORT_TIMEOUT)
                .build();
        var processor = BatchSpanProcessor.builder(exporter)
                .setExporterTimeout(EXPORT_TIMEOUT)
                .build();
        return new OpenTelemetryTracing(processor, ratio, version);
    }

    /** Sends the spans that have ended; takes two seconds if the collector does not respond. Always succeeds. */
    public Future<Void> close() {
        var closed = Promise.<Void>promise();
        provider.shutdown().whenComplete(closed::complete);
        return closed.future();
    }

    @Override
    public Tracing.Span start(String name, Kind kind, String parent) {
        if (parent != null && parent.endsWith(UNSAMPLED_SUFFIX)) {
            return new UnsampledSpan(parent);
        }
        return start(builder(name, kind).setParent(context(parent)));
    }

    @Override
    public Tracing.Span startShared(String name, Kind kind, List<String> parents) {
        var sampled = parents.stream()
                .filter(parent -> parent != null && !parent.endsWith(UNSAMPLED_SUFFIX))
                .toList();
        if (sampled.isEmpty()) {
            return new UnsampledSpan(null);
        }
        var builder = builder(name, kind).setParent(context(sampled.get(0)));
        sampled.stream().skip(1).map(TraceParent::parse).forEach(builder::addLink);
        return start(builder);
    }

    @Override
    public Tracing.Span startChild(String name, Kind kind) {
        var current = io.opentelemetry.api.trace.Span.current().getSpanContext();
        return current.isSampled() ? start(builder(name, kind)) : null;
    }

    private SpanBuilder builder(String name, Kind kind) {
        return tracer.spanBuilder(name).setSpanKind(SpanKind.valueOf(kind.name()));
    }

    private static Tracing.Span start(SpanBuilder builder) {
        var span = builder.startSpan();
        return span.getSpanContext().isSampled()
                ? new RecordedSpan(span)
                : new UnsampledSpan(TraceParent.format(span.getSpanContext()));
    }

    private static Context context(String parent) {
        return parent == null
                ? Context.root()
                : Context.root().with(io.opentelemetry.api.trace.Span.wrap(TraceParent.parse(parent)));
    }
}
