package io.kgen.protocols.gateway.docs;

import io.kgen.protocols.gateway.http.Endpoint;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * The contracts as documents: {@code /openapi.yaml} and the page at {@code /docs} for developers of frontends,
 * {@code /asyncapi.yaml} for developers of internal services. All files are in the jar.
 */
public final class ApiDocs {

    private static final CharSequence YAML = HttpHeaders.createOptimized("application/yaml");
    private static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");
    private static final CharSequence CSS = HttpHeaders.createOptimized("text/css; charset=utf-8");
    private static final CharSequence SCRIPT = HttpHeaders.createOptimized("text/javascript; charset=utf-8");

    private static final CharSequence CONTENT_SECURITY_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence OWN_ASSETS_ONLY = HttpHeaders.createOptimized(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private static final CharSequence PAGE_PATH = HttpHeaders.createOptimized("/docs");
    private static final int FOUND = 302;

    // Shared by all event loops.
    private static final StaticDocument OPEN_API = StaticDocument.of("/openapi.yaml", YAML, NO_STORE);
    private static final StaticDocument ASYNC_API = StaticDocument.of("/asyncapi.yaml", YAML, NO_STORE);
    private static final StaticDocument PAGE = StaticDocument.of("/docs/index.html", HTML, StaticDocument.NO_CACHE);
    private static final List<Endpoint> ASSETS = List.of(
            asset("/docs/docs.css", CSS),
            asset("/docs/docs.js", SCRIPT),
            asset("/docs/swagger-ui.css", CSS),
            asset("/docs/swagger-ui-bundle.js", SCRIPT));

    private ApiDocs() {}

    public static Handler<RoutingContext> openApi() {
        return OPEN_API;
    }

    /** The file is in the jar of {@code contracts}, so that internal services have it, too. */
    public static Handler<RoutingContext> asyncApi() {
        return ASYNC_API;
    }

    public static Handler<RoutingContext> page() {
        return context -> {
            context.response().putHeader(CONTENT_SECURITY_POLICY, OWN_ASSETS_ONLY);
            PAGE.handle(context);
        };
    }

    /** The files that the page loads; they are not operations, so {@code openapi.yaml} does not describe them. */
    public static List<Endpoint> assets() {
        return ASSETS;
    }

    /** Redirects the root to the page. */
    public static Endpoint root() {
        return Endpoint.get(
                "root",
                "/",
                context -> context.response()
                        .setStatusCode(FOUND)
                        .putHeader(HttpHeaders.LOCATION, PAGE_PATH)
                        .end());
    }

    private static Endpoint asset(String path, CharSequence type) {
        return Endpoint.get(path, path, StaticDocument.of(path, type, StaticDocument.NO_CACHE));
    }
}
