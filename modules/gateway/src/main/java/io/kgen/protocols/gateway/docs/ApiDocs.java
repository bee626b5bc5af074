package io.kgen.protocols.gateway.docs;

import io.kgen.protocols.gateway.http.Endpoint;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * The contracts as developers read them: {@code /openapi.yaml} and the page at {@code /docs} for those of a frontend,
 * {@code /asyncapi.yaml} for those of internal services, all out of the jar.
 */
public final class ApiDocs {

    private static final CharSequence YAML = HttpHeaders.createOptimized("application/yaml");
    private static final CharSequence HTML = HttpHeaders.createOptimized("text/html; charset=utf-8");
    private static final CharSequence CSS = HttpHeaders.createOptimized("text/css; charset=utf-8");
    private static final CharSequence SCRIPT = HttpHeaders.createOptimized("text/javascript; charset=utf-8");

    private static final CharSequence CONTENT_SECURITY_POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence OUR_OWN_ASSETS_ONLY = HttpHeaders.createOptimized(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");

    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private static final CharSequence PATH_OF_THE_PAGE = HttpHeaders.createOptimized("/docs");
    private static final int FOUND = 302;

    // Once for all event loops.
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

    /** Lies in the jar of the bus contract, so that a service that depends on it has it at hand. */
    public static Handler<RoutingContext> asyncApi() {
        return ASYNC_API;
    }

    public static Handler<RoutingContext> page() {
        return context -> {
            context.response().putHeader(CONTENT_SECURITY_POLICY, OUR_OWN_ASSETS_ONLY);
            PAGE.handle(context);
        };
    }

    /** What the page consists of, beside the page itself: no operations, so the document does not name them. */
    public static List<Endpoint> assets() {
        return ASSETS;
    }

    /** Leads who begins at the root to the page. */
    public static Endpoint root() {
        return Endpoint.get(
                "root",
                "/",
                context -> context.response()
                        .setStatusCode(FOUND)
                        .putHeader(HttpHeaders.LOCATION, PATH_OF_THE_PAGE)
                        .end());
    }

    private static Endpoint asset(String path, CharSequence type) {
        return Endpoint.get(path, path, StaticDocument.of(path, type, StaticDocument.NO_CACHE));
    }
}
