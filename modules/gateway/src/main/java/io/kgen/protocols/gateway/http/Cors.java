package io.kgen.protocols.gateway.http;

import io.kgen.protocols.gateway.CorsConfig;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Lets pages of the configured origins call the gateway and read its responses, errors included.
 *
 * <p>A page of another origin gets the same responses without these headers, so that its browser does not let it read them;
 * clients that are not browsers are not affected.
 */
public final class Cors {

    private static final String ANY = "*";
    private static final String METHODS = "GET, HEAD, POST, OPTIONS";
    private static final String REQUEST_HEADERS = "user-jwt-token, content-type, content-encoding, idempotency-key,"
            + " x-request-id, traceparent, tracestate, baggage, sentry-trace";
    private static final String RESPONSE_HEADERS = "X-Request-Id, X-Next-Cursor, Retry-After";
    private static final String ONE_HOUR = "3600";
    private static final String TRUE = "true";

    private static final CharSequence TIMING_ALLOW_ORIGIN = HttpHeaders.createOptimized("Timing-Allow-Origin");
    private static final CharSequence REQUEST_PRIVATE_NETWORK =
            HttpHeaders.createOptimized("Access-Control-Request-Private-Network");
    private static final CharSequence ALLOW_PRIVATE_NETWORK =
            HttpHeaders.createOptimized("Access-Control-Allow-Private-Network");

    private static final String AFTER_SCHEME = "://";
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]+");

    private final boolean any;
    private final Set<String> exact;
    private final Set<String> wildcards;
    private final String requestHeaders;

    public Cors(CorsConfig config) {
        any = config.origins().contains(ANY);
        exact = config.origins();
        wildcards = config.origins().stream()
                .filter(origin -> origin.contains(AFTER_SCHEME + ANY))
                .collect(Collectors.toUnmodifiableSet());
        requestHeaders = config.headers().isEmpty()
                ? REQUEST_HEADERS
                : REQUEST_HEADERS + ", " + String.join(", ", new TreeSet<>(config.headers()));
    }

    static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaders.ORIGIN)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }

    public void setHeaders(HttpServerRequest request) {
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return;
        }
        var response = request.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (!any && !isAllowed(origin)) {
            return;
        }
        var allowed = any ? ANY : origin;
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, allowed)
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS)
                .putHeader(TIMING_ALLOW_ORIGIN, allowed);
        if (isPreflight(request)) {
            setPreflightHeaders(request);
        }
    }

    private void setPreflightHeaders(HttpServerRequest request) {
        var response = request.response();
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, requestHeaders)
                .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, ONE_HOUR);
        // A page of a public address calls an address in a private network; only configured origins may do so.
        if (!any && TRUE.equals(request.getHeader(REQUEST_PRIVATE_NETWORK))) {
            response.putHeader(ALLOW_PRIVATE_NETWORK, TRUE);
        }
    }

    /** Compared byte for byte: a browser writes scheme and host in lower case and leaves out the default port. */
    private boolean isAllowed(String origin) {
        return (exact.contains(origin) && origin.indexOf('*') < 0)
                || (!wildcards.isEmpty() && isAllowedByWildcard(origin));
    }

    private boolean isAllowedByWildcard(String origin) {
        var scheme = origin.indexOf(AFTER_SCHEME);
        var label = scheme + AFTER_SCHEME.length();
        var dot = scheme < 0 ? -1 : origin.indexOf('.', label);
        return dot >= 0
                && LABEL.matcher(origin).region(label, dot).matches()
                && wildcards.contains(origin.substring(0, label) + ANY + origin.substring(dot));
    }
}
