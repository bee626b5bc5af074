package io.kgen.protocols.app.management;

import io.kgen.protocols.app.management.BoundedBody.TooLargeException;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the route of a request, checks the access, reads the body and answers, with every error as JSON. The body is read
 * after the access was checked, so that nobody without the token can occupy memory.
 */
final class ManagementRouter implements Handler<HttpServerRequest> {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementRouter.class);

    private static final String REQUEST_ID = "X-Request-Id";
    private static final Pattern VALID_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Vertx vertx;
    private final List<Route> routes;
    private final AccessControl access;
    private final RefusedRequests refused;
    private final Connections connections;

    ManagementRouter(
            Vertx vertx, List<Route> routes, AccessControl access, RefusedRequests refused, Connections connections) {
        this.vertx = vertx;
        this.routes = List.copyOf(routes);
        this.access = access;
        this.refused = refused;
        this.connections = connections;
    }

    @Override
    public void handle(HttpServerRequest http) {
        var id = requestId(http);
        connections.waiting(http.connection());
        try {
            route(http, id, new QueryStringDecoder(http.uri()).path());
        } catch (IllegalArgumentException malformed) {
            answer(http, id, Reply.error(400, "INVALID", "the path is not valid percent-encoding", id));
        }
    }

    private void route(HttpServerRequest http, String id, String path) {
        var atPath = routes.stream().filter(route -> route.matches(path)).toList();
        var chosen =
                atPath.stream().filter(route -> route.allows(http.method())).findFirst();
        if (atPath.isEmpty()) {
            answer(http, id, Reply.error(404, "NOT_FOUND", "there is no such path", id));
        } else if (chosen.isEmpty()) {
            var allowed = atPath.stream().map(Route::allowed).collect(Collectors.joining(", "));
            http.response().putHeader(HttpHeaders.ALLOW, allowed);
            answer(http, id, Reply.error(405, "METHOD_NOT_ALLOWED", "this path accepts " + allowed, id));
        } else {
            authorize(http, id, chosen.get(), path);
        }
    }

    private void authorize(HttpServerRequest http, String id, Route route, String path) {
        var refusal = access.check(route.access(), http.getHeader(HttpHeaders.AUTHORIZATION));
        if (refusal.isPresent()) {
            refused.record(refusal.get(), route.method() + " " + route.path(), request(http, id, "", Buffer.buffer()));
            refuse(http, id, refusal.get());
        } else {
            // An endpoint may complete on another thread.
            var eventLoop = vertx.getOrCreateContext();
            BoundedBody.of(http)
                    .onSuccess(read -> connections.busy(http.connection()))
                    .compose(body -> route.endpoint().handle(request(http, id, route.parameter(path), body)))
                    .recover(failure -> Future.succeededFuture(failed(failure, id)))
                    .onSuccess(reply -> eventLoop.runOnContext(turn -> answer(http, id, reply)));
        }
    }

    private static Request request(HttpServerRequest http, String id, String parameter, Buffer body) {
        var query = MultiMap.caseInsensitiveMultiMap();
        new QueryStringDecoder(http.uri()).parameters().forEach(query::add);
        return new Request(id, http.remoteAddress().hostAddress(), parameter, query, http.headers(), body);
    }

    private void refuse(HttpServerRequest http, String id, Refusal refusal) {
        if (refusal.status() == 401) {
            http.response().putHeader(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        answer(http, id, Reply.error(refusal.status(), refusal.code(), refusal.sentence(), id));
    }

    private static Reply failed(Throwable failure, String id) {
        if (failure instanceof ServiceException service) {
            return Reply.error(status(service.code()), service.code().name(), service.getMessage(), id);
        }
        if (failure instanceof TooLargeException) {
            return Reply.error(413, "BODY_TOO_LARGE", failure.getMessage(), id);
        }
        LOG.error("request {} of the management listener failed", id, failure);
        return Reply.error(500, "INTERNAL", "the request failed; the log has the reason, with the request id", id);
    }

    private static int status(FailureCode code) {
        return switch (code) {
            case NO_HANDLERS -> 503;
            case TIMEOUT -> 504;
            default -> code.number();
        };
    }

    private void answer(HttpServerRequest http, String id, Reply reply) {
        var response = http.response();
        if (response.closed()) {
            return;
        }
        connections.waiting(http.connection());
        if (!http.isEnded()) {
            // Otherwise the rest of the body would have to be read before the next request.
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        response.setStatusCode(reply.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, reply.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(REQUEST_ID, id)
                .end(reply.body());
    }

    private static String requestId(HttpServerRequest http) {
        var sent = http.getHeader(REQUEST_ID);
        return sent != null && VALID_ID.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
    }
}
