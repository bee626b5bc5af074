package io.kgen.protocols.gateway.connections;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Handles the requests of a connection, and makes the responses that the connection sends by itself. */
public interface RequestHandler extends Handler<HttpServerRequest> {

    CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");

    /** Responds to a request whose head was valid and whose body is not, or did not arrive in time. */
    void rejectBody(HttpServerRequest request);

    /** The whole response, as text, to a connection for which there is no room. */
    String noRoomResponse();
}
