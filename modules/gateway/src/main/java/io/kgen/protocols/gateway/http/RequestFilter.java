package io.kgen.protocols.gateway.http;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.gateway.connections.EventLoopConnections;
import io.kgen.protocols.gateway.connections.RequestHandler;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What every request passes before it is routed: the headers of every answer, CORS, and the refusal of what is malformed
 * in ways that Vert.x lets pass.
 */
public final class RequestFilter implements RequestHandler {

    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");

    private static final Pattern VALID_REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern VALID_TRACEPARENT =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    /** A second one of these could mean one thing to a proxy and another to us. */
    private static final List<CharSequence> SINGLE =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.CONTENT_ENCODING, HttpHeaders.HOST);

    private final Cors cors;
    private final Handler<HttpServerRequest> next;
    private final EventLoopConnections connections;
    private boolean closing;

    public RequestFilter(Cors cors, Handler<HttpServerRequest> next, EventLoopConnections connections) {
        this.cors = cors;
        this.next = next;
        this.connections = connections;
    }

    /** From now on, each answer is the last on its connection. */
    public void close() {
        closing = true;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (isMalformed(request)) {
            refuse(request);
            return;
        }
        welcome(request);
        if (closing) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            request.connection().shutdown();
        }
        if (Cors.isPreflight(request)) {
            request.response().setStatusCode(204).end();
        } else {
            next.handle(request);
        }
    }

    /** The answer is the last on the connection: nobody knows where the next request would begin. */
    public void refuse(HttpServerRequest request) {
        welcome(request);
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        ErrorResponses.answer(
                request.response(), HttpException.badRequest("the request is not valid HTTP or too large"));
        request.connection().close();
    }

    /** As {@link #refuse}, of a request whose head was valid and whose body is not, or did not come in time. */
    @Override
    public void rejectBody(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        ErrorResponses.answer(
                request.response(), HttpException.badRequest("the body is not valid HTTP or came too slowly"));
    }

    /** The whole answer to a connection for which there is no room. */
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

    static String requestId(RoutingContext context) {
        return context.response().headers().get(REQUEST_ID);
    }

    /** What the services are told about this request. */
    public static CallContext call(RoutingContext context) {
        var traceparent = context.request().getHeader(TRACEPARENT);
        var valid =
                traceparent != null && VALID_TRACEPARENT.matcher(traceparent).matches();
        return CallContext.of(requestId(context), valid ? traceparent : null);
    }

    private void welcome(HttpServerRequest request) {
        request.response()
                .putHeader(HttpHeaders.DATE, connections.dateHeader())
                .putHeader(REQUEST_ID, requestId(request.headers()))
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF);
        cors.allow(request);
    }

    private static String requestId(MultiMap headers) {
        var given = headers.get(REQUEST_ID);
        if (given != null && VALID_REQUEST_ID.matcher(given).matches()) {
            return given;
        }
        return newRequestId();
    }

    private static String newRequestId() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static boolean isMalformed(HttpServerRequest request) {
        var headers = request.headers();
        if (request.path() == null || expectsTooMuch(headers.get(HttpHeaders.EXPECT))) {
            return true;
        }
        for (var name : SINGLE) {
            if (headers.get(name) != null && headers.getAll(name).size() > 1) {
                return true;
            }
        }
        return false;
    }

    /** The one thing that a client may expect is to be told whether to send the body. */
    private static boolean expectsTooMuch(String expectation) {
        return expectation != null && !HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(expectation);
    }
}
