package io.kgen.protocols.gateway.http;

import io.kgen.protocols.gateway.connections.ClientConnection;
import io.kgen.protocols.gateway.connections.EventLoopConnections;
import io.kgen.protocols.gateway.connections.RequestHandler;
import io.kgen.protocols.gateway.monitoring.HttpMetrics;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Handles every request before the router does: sets the headers of every response, and rejects malformed requests. */
public final class RequestFilter implements RequestHandler {

    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final int MAX_REQUEST_ID = 64;

    private final Cors cors;
    private final Handler<HttpServerRequest> router;
    private final EventLoopConnections connections;
    private final DrainState drain;
    private final HttpMetrics metrics;

    public RequestFilter(
            Cors cors,
            Handler<HttpServerRequest> router,
            EventLoopConnections connections,
            DrainState drain,
            HttpMetrics metrics) {
        this.cors = cors;
        this.router = router;
        this.connections = connections;
        this.drain = drain;
        this.metrics = metrics;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (request.path() == null) {
            reject(request);
            return;
        }
        setCommonHeaders(request);
        if (drain.isDraining()) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            request.connection().shutdown();
        }
        if (Cors.isPreflight(request)) {
            ClientConnection.exchangeOf(request).setRoute(metrics.preflight());
            request.response().setStatusCode(204).end();
        } else {
            router.handle(request);
        }
    }

    /** The response is the last one on the connection, because the start of the next request is unknown. */
    public void reject(HttpServerRequest request) {
        ClientConnection.exchangeOf(request).setInvalidRequest(request);
        setCommonHeaders(request);
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        ErrorResponses.respond(request, HttpException.badRequest("the request is not valid HTTP or too large"));
        request.connection().close();
    }

    @Override
    public void rejectBody(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        ErrorResponses.respond(request, HttpException.badRequest("the body is not valid HTTP or came too slowly"));
    }

    @Override
    public String noRoomResponse() {
        var id = newRequestId();
        var body =
                "{\"error\":\"UNAVAILABLE\",\"msg\":\"too many connections, try again\",\"requestId\":\"" + id + "\"}";
        return String.join(
                "\r\n",
                "HTTP/1.1 503 Service Unavailable",
                "Date: " + connections.dateHeader(),
                "X-Request-Id: " + id,
                "Cache-Control: no-store",
                "X-Content-Type-Options: nosniff",
                "Retry-After: 1",
                "Content-Type: application/json",
                "Content-Length: " + body.length(),
                "Connection: close",
                "",
                body);
    }

    private void setCommonHeaders(HttpServerRequest request) {
        request.response()
                .putHeader(HttpHeaders.DATE, connections.dateHeader())
                .putHeader(REQUEST_ID, requestId(request.headers().get(REQUEST_ID)))
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
        cors.setHeaders(request);
    }

    private static String requestId(String given) {
        return given != null && isRequestId(given) ? given : newRequestId();
    }

    /** A loop, not a regular expression: it runs for every request. */
    private static boolean isRequestId(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (!isRequestIdCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MAX_REQUEST_ID;
    }

    private static boolean isRequestIdCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }

    private static String newRequestId() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
