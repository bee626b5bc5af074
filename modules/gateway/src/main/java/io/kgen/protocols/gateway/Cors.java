package io.kgen.protocols.gateway;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/**
 * Lets pages of the configured origins call us and read our answers, errors included.
 *
 * <p>A page of another origin gets the same answers without the headers, so that its browser keeps them from it; callers
 * that are no browsers are not affected.
 */
final class Cors {

    private static final String ANY = "*";
    private static final String METHODS = "GET, HEAD, POST, OPTIONS";
    private static final String REQUEST_HEADERS = "user-jwt-token, content-type, idempotency-key, x-request-id";
    private static final String RESPONSE_HEADERS = "X-Request-Id, X-Next-Cursor, Retry-After";
    private static final String ONE_HOUR = "3600";

    private final Set<String> origins;

    Cors(Set<String> origins) {
        this.origins = origins;
    }

    static boolean isPreflight(HttpServerRequest request) {
        return request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaders.ORIGIN)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
    }

    void allow(HttpServerRequest request) {
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null) {
            return;
        }
        var response = request.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        if (!origins.contains(ANY) && !origins.contains(origin)) {
            return;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origins.contains(ANY) ? ANY : origin)
                .putHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, RESPONSE_HEADERS);
        if (isPreflight(request)) {
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, ONE_HOUR);
        }
    }
}
