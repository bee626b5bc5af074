package io.kgen.protocols.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The contract as frontend developers read it: {@code /openapi.yaml} and the page at {@code /docs}, out of the jar. */
final class PublishedContract {

    private static final CharSequence YAML = HttpHeaders.createOptimized("application/yaml");

    private final Buffer document = resource("/openapi.yaml");

    void document(RoutingContext context) {
        Answers.ok(context, YAML, document);
    }

    private static Buffer resource(String name) {
        try (var in = Objects.requireNonNull(PublishedContract.class.getResourceAsStream(name), name)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
