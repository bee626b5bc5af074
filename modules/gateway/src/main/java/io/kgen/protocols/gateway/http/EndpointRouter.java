package io.kgen.protocols.gateway.http;

import io.kgen.protocols.bus.Tracing;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a router of a route table: every other path is 404, every other method of a path 405. */
public final class EndpointRouter {

    private final Admission admission;

    private EndpointRouter(Admission admission) {
        this.admission = admission;
    }

    public static Router of(Vertx vertx, List<Endpoint> endpoints, Admission admission) {
        return new EndpointRouter(admission).router(vertx, endpoints);
    }

    private Router router(Vertx vertx, List<Endpoint> endpoints) {
        var router = Router.router(vertx);
        router.route().failureHandler(ErrorResponses::respond);
        var tracing = Tracing.of(vertx);
        endpoints.forEach(endpoint -> add(router, endpoint, tracing));
        byPath(endpoints).forEach((path, methods) -> addOtherMethods(router, path, methods));
        router.route().handler(context -> context.fail(404));
        return router;
    }

    private void add(Router router, Endpoint endpoint, Tracing tracing) {
        var route = router.routeWithRegex(Endpoint.regex(endpoint.path())).useNormalizedPath(false);
        endpoint.methods().forEach(route::method);
        if (tracing != null) {
            route.handler(new TraceHandler(tracing, endpoint));
        }
        var handlers = endpoint.handlers();
        route.handler(admission.of(endpoint, handlers.get(0)));
        handlers.subList(1, handlers.size()).forEach(route::handler);
    }

    private void addOtherMethods(Router router, String path, List<HttpMethod> methods) {
        var allowed = Stream.concat(methods.stream(), Stream.of(HttpMethod.OPTIONS))
                .map(HttpMethod::name)
                .collect(Collectors.joining(", "));
        router.routeWithRegex(Endpoint.regex(path))
                .useNormalizedPath(false)
                .handler(admission.ofOtherMethods(path, otherMethods(allowed)));
    }

    private static Handler<RoutingContext> otherMethods(String allowed) {
        return context -> {
            context.response().putHeader(HttpHeaders.ALLOW, allowed);
            if (context.request().method().equals(HttpMethod.OPTIONS)) {
                context.response().setStatusCode(204).end();
            } else {
                throw new HttpException(ErrorCode.METHOD_NOT_ALLOWED, "use one of " + allowed);
            }
        };
    }

    private static Map<String, List<HttpMethod>> byPath(List<Endpoint> endpoints) {
        return endpoints.stream()
                .collect(Collectors.groupingBy(
                        Endpoint::path,
                        LinkedHashMap::new,
                        Collectors.flatMapping(Endpoint::methods, Collectors.toList())));
    }
}
