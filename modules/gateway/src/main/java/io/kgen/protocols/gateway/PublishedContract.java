package io.kgen.protocols.gateway;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * The contracts as developers read them: {@code /openapi.yaml} and the page at {@code /docs} for those of a frontend,
 * {@code /asyncapi.yaml} for those of internal services, all out of the jar.
 */
final class PublishedContract {

    private static final CharSequence YAML = HttpHeaders.createOptimized("application/yaml");
    private static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");
    private static final CharSequence CSS = HttpHeaders.createOptimized("text/css; charset=utf-8");
    private static final CharSequence SCRIPT = HttpHeaders.createOptimized("text/javascript; charset=utf-8");

    private static final CharSequence CONTENT_SECURITY_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence OUR_OWN_ASSETS_ONLY = HttpHeaders.createOptimized(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    private PublishedContract() {}

    static Handler<RoutingContext> openApi() {
        return serve("/openapi.yaml", YAML);
    }

    /** Lies in the jar of the bus contract, so that a service that depends on it has it at hand. */
    static Handler<RoutingContext> asyncApi() {
        return serve("/asyncapi.yaml", YAML);
    }

    static Handler<RoutingContext> page() {
        var page = serve("/docs/index.html", HTML);
        return context -> {
            context.response().putHeader(CONTENT_SECURITY_POLICY, OUR_OWN_ASSETS_ONLY);
            page.handle(context);
        };
    }

    /** What the page consists of, beside the page itself: no operations, so the document does not name them. */
    static List<Endpoint> assets() {
        return List.of(
                asset("/docs/docs.css", CSS),
                asset("/docs/docs.js", SCRIPT),
                asset("/docs/swagger-ui.css", CSS),
                asset("/docs/swagger-ui-bundle.js", SCRIPT));
    }

    private static Endpoint asset(String path, CharSequence type) {
        return Endpoint.get(path, path, serve(path, type));
    }

    private static Handler<RoutingContext> serve(String resource, CharSequence type) {
        var content = read(resource);
        return context -> Answers.ok(context, type, content);
    }

    private static Buffer read(String resource) {
        try (var in = Objects.requireNonNull(PublishedContract.class.getResourceAsStream(resource), resource)) {
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
