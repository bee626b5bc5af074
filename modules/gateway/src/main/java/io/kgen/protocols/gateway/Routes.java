package io.kgen.protocols.gateway;

import static io.kgen.protocols.gateway.http.Endpoint.get;
import static io.kgen.protocols.gateway.http.Endpoint.post;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.gateway.auth.PlayerAuthHandler;
import io.kgen.protocols.gateway.auth.StoreAuthHandler;
import io.kgen.protocols.gateway.auth.TokenVerifier;
import io.kgen.protocols.gateway.bodies.BodyBudgets;
import io.kgen.protocols.gateway.bodies.JsonBodyHandler;
import io.kgen.protocols.gateway.docs.ApiDocs;
import io.kgen.protocols.gateway.http.Endpoint;
import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.http.ErrorResponses;
import io.kgen.protocols.gateway.http.HttpException;
import io.kgen.protocols.gateway.http.QueryParameters;
import io.kgen.protocols.gateway.operations.DropEventBatchHandler;
import io.kgen.protocols.gateway.operations.DropEventHandler;
import io.kgen.protocols.gateway.operations.FindLinkedNumberHandler;
import io.kgen.protocols.gateway.operations.GenerateRedirectHandler;
import io.kgen.protocols.gateway.operations.ListParticipationsHandler;
import io.kgen.protocols.gateway.operations.RedeemCodeHandler;
import io.kgen.protocols.gateway.operations.SummarizeParticipationsHandler;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The route table, and the router that serves it. */
final class Routes {

    private static final int MAX_EVENT_BYTES = 32 * 1024;
    private static final int MAX_BATCH_BYTES = 1024 * 1024;
    private static final int MAX_CODE_BYTES = 4 * 1024;

    private Routes() {}

    static List<Endpoint> table(
            BusClient bus, TokenVerifier tokens, StoreCredentials storeClient, BodyBudgets budgets) {
        var caller = new PlayerAuthHandler(tokens);
        var store = new StoreAuthHandler(storeClient);
        var noQuery = QueryParameters.allowing(Set.of());
        var page = QueryParameters.allowing(ListParticipationsHandler.PARAMETERS);
        var filters = QueryParameters.allowing(SummarizeParticipationsHandler.PARAMETERS);
        var event = new JsonBodyHandler(
                JsonBodyHandler.Rules.ofSmallBodies(MAX_EVENT_BYTES, budgets.small()), PlayerAuthHandler::of);
        var events = new JsonBodyHandler(
                JsonBodyHandler.Rules.ofBatches(MAX_BATCH_BYTES, budgets.large()), PlayerAuthHandler::of);
        var code = new JsonBodyHandler(
                JsonBodyHandler.Rules.ofSmallBodies(MAX_CODE_BYTES, budgets.small()), context -> storeClient);

        var find = new FindLinkedNumberHandler(bus);
        var drop = new DropEventHandler(bus);
        var dropAll = new DropEventBatchHandler(bus);
        var redirect = new GenerateRedirectHandler(bus);
        var redeem = new RedeemCodeHandler(bus, storeClient.store());
        var history = new ListParticipationsHandler(bus);
        var summary = new SummarizeParticipationsHandler(bus);

        return List.of(
                get("findLinkedNumber", "/fe/users/account/linked-mobile-number", caller, noQuery, find),
                post("dropEvent", "/fe/analytics/px-tracker/events/{eventID}/drop", caller, noQuery, event, drop),
                post("dropEvents", "/fe/analytics/px-tracker/events/batch", caller, noQuery, events, dropAll),
                post("generateRedirect", "/fe/users/k-store/generate-redirect-uri", caller, noQuery, redirect),
                post("redeemCode", "/s2s/k-store/redeem", store, noQuery, code, redeem),
                get("listParticipations", "/fe/esports/statistics/historic", caller, page, history),
                get("summarizeParticipations", "/fe/esports/statistics/summary", caller, filters, summary),
                get("openapi", "/openapi.yaml", noQuery, ApiDocs.openApi()),
                get("asyncapi", "/asyncapi.yaml", noQuery, ApiDocs.asyncApi()),
                get("docs", "/docs", noQuery, ApiDocs.page()));
    }

    static Router router(Vertx vertx, List<Endpoint> table) {
        var router = Router.router(vertx);
        router.route().failureHandler(ErrorResponses::answer);
        var endpoints = Stream.of(table, ApiDocs.assets(), List.of(ApiDocs.root()))
                .flatMap(List::stream)
                .toList();
        endpoints.forEach(endpoint -> add(router, endpoint));
        byPath(endpoints).forEach((path, methods) -> addOtherMethods(router, path, methods));
        router.route().handler(context -> context.fail(404));
        return router;
    }

    private static void add(Router router, Endpoint endpoint) {
        var route = router.routeWithRegex(Endpoint.regex(endpoint.path())).useNormalizedPath(false);
        endpoint.methods().forEach(route::method);
        endpoint.handlers().forEach(route::handler);
    }

    private static void addOtherMethods(Router router, String path, List<HttpMethod> methods) {
        var allowed = Stream.concat(methods.stream(), Stream.of(HttpMethod.OPTIONS))
                .map(HttpMethod::name)
                .collect(Collectors.joining(", "));
        router.routeWithRegex(Endpoint.regex(path)).useNormalizedPath(false).handler(otherMethods(allowed));
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

    private static Map<String, List<HttpMethod>> byPath(List<Endpoint> table) {
        return table.stream()
                .collect(Collectors.groupingBy(
                        Endpoint::path,
                        LinkedHashMap::new,
                        Collectors.flatMapping(Endpoint::methods, Collectors.toList())));
    }
}
