package io.kgen.protocols.gateway;

import static io.kgen.protocols.gateway.http.Endpoint.get;
import static io.kgen.protocols.gateway.http.Endpoint.post;
import static io.kgen.protocols.gateway.operations.ResponseMapper.ok;
import static io.kgen.protocols.gateway.operations.ResponseMapper.okAlways;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.ParticipationPage;
import io.kgen.protocols.contracts.kstore.KStoreOperations;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.gateway.auth.PlayerAuthHandler;
import io.kgen.protocols.gateway.auth.StoreAuthHandler;
import io.kgen.protocols.gateway.auth.TokenVerifier;
import io.kgen.protocols.gateway.bodies.BodyBudgets;
import io.kgen.protocols.gateway.bodies.JsonBodyHandler;
import io.kgen.protocols.gateway.bodies.JsonBodyHandler.Rules;
import io.kgen.protocols.gateway.docs.ApiDocs;
import io.kgen.protocols.gateway.http.Admission;
import io.kgen.protocols.gateway.http.Endpoint;
import io.kgen.protocols.gateway.http.EndpointRouter;
import io.kgen.protocols.gateway.http.PathParameter;
import io.kgen.protocols.gateway.http.QueryParameters;
import io.kgen.protocols.gateway.limits.PlayerLimitHandler;
import io.kgen.protocols.gateway.limits.ServiceLimitHandler;
import io.kgen.protocols.gateway.operations.DropEventBatchHandler;
import io.kgen.protocols.gateway.operations.DropEventRequests;
import io.kgen.protocols.gateway.operations.OperationHandler;
import io.kgen.protocols.gateway.operations.ParticipationRequests;
import io.kgen.protocols.gateway.operations.PlayerRequests;
import io.kgen.protocols.gateway.operations.RedeemCodeRequests;
import io.kgen.protocols.gateway.operations.ResponseMapper;
import io.kgen.protocols.gateway.responses.DropEventResponse;
import io.kgen.protocols.gateway.responses.LinkedNumberResponse;
import io.kgen.protocols.gateway.responses.ParticipationResponse;
import io.kgen.protocols.gateway.responses.RedeemCodeResponse;
import io.kgen.protocols.gateway.responses.RedirectResponse;
import io.kgen.protocols.gateway.responses.SummaryResponse;
import io.kgen.protocols.platform.RateLimits;
import io.kgen.protocols.platform.RequestKind;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The HTTP contract as a table: path, method, authentication, limit, query parameters, body, operation of the bus, request mapper
 * and response record.
 */
final class Routes {

    private static final String DROP_EVENT = "/fe/analytics/px-tracker/events/{eventID}/drop";
    private static final CharSequence NEXT_CURSOR = HttpHeaders.createOptimized("X-Next-Cursor");
    private static final int MAX_EVENT_BYTES = 32 * 1024;
    private static final int MAX_BATCH_BYTES = 1024 * 1024;
    private static final int MAX_CODE_BYTES = 4 * 1024;

    private final BusClient bus;
    private final Supplier<StoreCredentials> store;
    private final BodyBudgets budgets;
    private final RateLimits limits;
    private final Handler<RoutingContext> player;
    private final Handler<RoutingContext> noQuery = QueryParameters.allowing(Set.of());

    private Routes(
            BusClient bus,
            TokenVerifier tokens,
            Supplier<StoreCredentials> store,
            BodyBudgets budgets,
            RateLimits limits) {
        this.bus = bus;
        this.store = store;
        this.budgets = budgets;
        this.limits = limits;
        this.player = new PlayerAuthHandler(tokens);
    }

    /** The endpoints that {@code openapi.yaml} describes. */
    static List<Endpoint> table(
            BusClient bus,
            TokenVerifier tokens,
            Supplier<StoreCredentials> store,
            BodyBudgets budgets,
            RateLimits limits) {
        var routes = new Routes(bus, tokens, store, budgets, limits);
        return concat(routes.users(), routes.events(), routes.participations(), routes.kstore(), routes.documents());
    }

    static Router router(Vertx vertx, List<Endpoint> table, Admission admission) {
        return EndpointRouter.of(vertx, concat(table, ApiDocs.assets(), List.of(ApiDocs.root())), admission);
    }

    private List<Endpoint> users() {
        var find = call(
                UsersOperations.FIND_LINKED_NUMBER, PlayerRequests::findLinkedNumber, ok(LinkedNumberResponse::of));
        return List.of(get(
                "findLinkedNumber",
                "/fe/users/account/linked-mobile-number",
                player,
                limit(RequestKind.READ),
                noQuery,
                find));
    }

    private List<Endpoint> events() {
        var event = new JsonBodyHandler(Rules.forSmallBodies(MAX_EVENT_BYTES, budgets.small()), PlayerAuthHandler::of);
        var batch = new JsonBodyHandler(Rules.forBatches(MAX_BATCH_BYTES, budgets.large()), PlayerAuthHandler::of);
        var write = limit(RequestKind.WRITE);
        var requests = new DropEventRequests(PathParameter.of(DROP_EVENT));
        var drop = call(AnalyticsOperations.RECORD_EVENT, requests::map, okAlways(DropEventResponse.DROPPED));
        var dropBatch = new DropEventBatchHandler(bus, limits);
        return List.of(
                post("dropEvent", DROP_EVENT, player, write, noQuery, event, drop),
                post("dropEvents", "/fe/analytics/px-tracker/events/batch", player, write, noQuery, batch, dropBatch));
    }

    private List<Endpoint> participations() {
        var read = limit(RequestKind.READ);
        var page = QueryParameters.allowing(ParticipationRequests.LIST_PARAMETERS);
        var filters = QueryParameters.allowing(ParticipationRequests.SUMMARY_PARAMETERS);
        var list = call(
                AnalyticsOperations.LIST_PARTICIPATIONS,
                ParticipationRequests::list,
                ok(ParticipationResponse::listOf).withHeader(NEXT_CURSOR, ParticipationPage::nextCursor));
        var summarize = call(
                AnalyticsOperations.PARTICIPATION_SUMMARY, ParticipationRequests::summarize, ok(SummaryResponse::of));
        return List.of(
                get("listParticipations", "/fe/esports/statistics/historic", player, read, page, list),
                get("summarizeParticipations", "/fe/esports/statistics/summary", player, read, filters, summarize));
    }

    private List<Endpoint> kstore() {
        var code = new JsonBodyHandler(
                Rules.forSmallBodies(MAX_CODE_BYTES, budgets.small()),
                context -> store.get().store());
        var storeLimit = new ServiceLimitHandler(
                limits, RequestKind.REDIRECT, () -> store.get().id());
        var redirect =
                call(KStoreOperations.GENERATE_REDIRECT, PlayerRequests::generateRedirect, ok(RedirectResponse::of));
        var redeem = call(
                KStoreOperations.REDEEM_CODE,
                new RedeemCodeRequests(store.get().store())::map,
                ok(RedeemCodeResponse::of)
                        .withError(
                                RedeemCodeRequests::invalidCode, Set.of(FailureCode.NOT_FOUND, FailureCode.INVALID)));
        return List.of(
                post(
                        "generateRedirect",
                        "/fe/users/k-store/generate-redirect-uri",
                        player,
                        limit(RequestKind.REDIRECT),
                        noQuery,
                        redirect),
                post(
                        "redeemCode",
                        "/s2s/k-store/redeem",
                        new StoreAuthHandler(store),
                        storeLimit,
                        noQuery,
                        code,
                        redeem));
    }

    private List<Endpoint> documents() {
        return List.of(
                get("openapi", "/openapi.yaml", noQuery, ApiDocs.openApi()),
                get("asyncapi", "/asyncapi.yaml", noQuery, ApiDocs.asyncApi()),
                get("docs", "/docs", noQuery, ApiDocs.page()));
    }

    private <Q extends Record, R extends Record> Handler<RoutingContext> call(
            Operation<Q, R> operation, Function<RoutingContext, Q> request, ResponseMapper<R> response) {
        return new OperationHandler<>(bus, operation, request, response);
    }

    private Handler<RoutingContext> limit(RequestKind kind) {
        return new PlayerLimitHandler(limits, kind);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // Stream.of only reads them
    private static List<Endpoint> concat(List<Endpoint>... groups) {
        return Stream.of(groups).flatMap(List::stream).toList();
    }
}
