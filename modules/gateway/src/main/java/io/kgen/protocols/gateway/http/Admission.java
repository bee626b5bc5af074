package io.kgen.protocols.gateway.http;

import io.kgen.protocols.gateway.connections.ClientConnection;
import io.kgen.protocols.gateway.monitoring.HttpMetrics;
import io.kgen.protocols.platform.RateLimits;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.stream.Collectors;

/**
 * What happens first on each route: its metrics are selected, and an operation is rejected if too many requests are in
 * flight, before its token is verified. Part of the first handler, because each further handler of a route costs time.
 */
public final class Admission {

    private final RateLimits limits;
    private final HttpMetrics metrics;

    public Admission(RateLimits limits, HttpMetrics metrics) {
        this.limits = limits;
        this.metrics = metrics;
    }

    Handler<RoutingContext> of(Endpoint endpoint, Handler<RoutingContext> first) {
        var label = label(endpoint.path());
        var route = metrics.endpoint(label);
        metrics.expect(label, endpoint.methods().map(Object::toString).collect(Collectors.toSet()));
        var isLimited = endpoint.isOperation();
        return context -> {
            ClientConnection.exchangeOf(context.request()).setRoute(route);
            if (isLimited) {
                requireRoom();
            }
            first.handle(context);
        };
    }

    Handler<RoutingContext> ofOtherMethods(String path, Handler<RoutingContext> handler) {
        var route = metrics.endpoint(label(path));
        return context -> {
            ClientConnection.exchangeOf(context.request()).setRoute(route);
            handler.handle(context);
        };
    }

    /** One route for the root and the files of the page, because nobody compares their metrics. */
    private static String label(String path) {
        return path.equals("/") || path.startsWith("/docs/") ? "/docs/*" : path;
    }

    private void requireRoom() {
        var limit = limits.config().requestsInFlight();
        // This request is already counted.
        if (limit > 0 && metrics.inFlight() > limit) {
            metrics.requestRefused();
            throw new HttpException(ErrorCode.UNAVAILABLE, "too many requests in flight, try again");
        }
    }
}
