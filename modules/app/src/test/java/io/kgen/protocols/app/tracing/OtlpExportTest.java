package io.kgen.protocols.app.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.Tracing.Kind;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Ports;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The exporter of spans, as it is configured, against a collector. */
@ExtendWith(VertxExtension.class)
class OtlpExportTest {

    private record Export(String path, String contentType, Buffer body) {}

    @Test
    void sendsSpansByOtlpWhenItIsClosedAtTheLatest(Vertx vertx) {
        var exports = new ConcurrentLinkedQueue<Export>();
        var collector = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    exports.add(new Export(request.path(), request.getHeader("content-type"), body));
                    request.response().end();
                }));
        Await.result(collector.listen(0, "127.0.0.1"));
        var tracing = tracing(collector.actualPort());

        tracing.start("a span of the test", Kind.SERVER, null).end(null);
        Await.result(tracing.close());

        assertThat(exports).singleElement().satisfies(export -> {
            assertThat(export.path()).isEqualTo("/v1/traces");
            assertThat(export.contentType()).isEqualTo("application/x-protobuf");
            assertThat(export.body().toString("ISO-8859-1"))
                    .contains("a span of the test", "platform-protocols", "1.2.3");
        });
    }

    @Test
    void closesWithoutACollector() {
        var tracing = tracing(Ports.free());

        tracing.start("a span of the test", Kind.SERVER, null).end(null);

        Await.result(tracing.close());
    }

    private static OpenTelemetryTracing tracing(int port) {
        var endpoint = URI.create("http://127.0.0.1:" + port + "/v1/traces");
        return new TracingConfig(Optional.of(endpoint), 1).open("1.2.3");
    }
}
