package io.kgen.protocols.gateway;

import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.BatchItemResult;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.analytics.RecordEventsReply;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.kgen.protocols.contracts.kstore.KStoreOperations;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.kgen.protocols.contracts.kstore.RedeemCodeReply;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.gateway.bodies.BodyBudgets;
import io.kgen.protocols.platform.LimitsConfig;
import io.kgen.protocols.platform.RateLimits;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.sandbox.PlayerToken;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the gateway with services that the test provides. */
@ExtendWith(VertxExtension.class)
abstract class GatewayFixture {

    static final String SECRET = "the-secret-of-the-default-keyring-of-this-test";
    static final String STORE_SECRET = "the-secret-of-the-store-of-this-test";
    static final String OLD_STORE_SECRET = "the-secret-before-that-one-was-made";
    static final String TOKEN = PlayerToken.of("client", "user").signedBy(SECRET);
    static final String LINKED_NUMBER = "/fe/users/account/linked-mobile-number";
    static final String DROP = "/fe/analytics/px-tracker/events/testEventID/drop";
    static final String REDEEM = "/s2s/k-store/redeem";
    static final ConnectionLimits LIMITS = ConnectionLimits.of(1_000, Duration.ofMinutes(1));
    static final AuthConfig AUTH = new AuthConfig(
            List.of(new VerificationKey("HS256", null, new Secret(SECRET))), Map.of(), 10, Duration.ofDays(366));
    static final String ORIGIN = "https://play.example.com";

    Vertx vertx;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final BodyBudgets budgets = budgets();
    final TokenKeysVerticle keys = new TokenKeysVerticle(auth(), new SimpleMeterRegistry());
    final HttpVerticle verticle = HttpVerticle.instances(
                    http(),
                    keys,
                    new StoreCredentials(
                            "k-store", "store-server", List.of(new Secret(STORE_SECRET), new Secret(OLD_STORE_SECRET))),
                    new RateLimits(limits(), meters),
                    budgets,
                    meters,
                    CallMetrics.NONE)
            .get();
    final HttpClient client = HttpClient.newHttpClient();

    Function<FindLinkedNumber, Future<LinkedNumber>> find = request ->
            Future.succeededFuture(new LinkedNumber(request.player().userId(), "", "", "", "1234567890", ""));
    Function<RecordEvent, Future<RecordEventReply>> record =
            request -> Future.succeededFuture(new RecordEventReply(WriteStatus.STORED));

    Function<RecordEvents, Future<RecordEventsReply>> recordAll = GatewayFixture::storeWhatIsAnEvent;

    Function<RedeemCode, Future<RedeemCodeReply>> redeem = request ->
            Future.succeededFuture(new RedeemCodeReply("client", "user", "client___user", "0xwallet", "1234567890"));

    HttpConfig http() {
        return new HttpConfig("127.0.0.1", 0, new CorsConfig(Set.of(ORIGIN), Set.of()), LIMITS, Duration.ofMillis(500));
    }

    static HttpConfig http(TrustedProxies proxies, AccessLogConfig accessLog) {
        return new HttpConfig(
                "127.0.0.1",
                0,
                HttpTls.OFF,
                new CorsConfig(Set.of(), Set.of()),
                LIMITS,
                proxies,
                accessLog,
                Duration.ofMillis(500));
    }

    LimitsConfig limits() {
        return LimitsConfig.NONE;
    }

    AuthConfig auth() {
        return AUTH;
    }

    BodyBudgets budgets() {
        return BodyBudgets.ofHeap(Runtime.getRuntime().maxMemory());
    }

    @BeforeEach
    void start(Vertx injected) {
        vertx = injected;
        new BusServer(vertx)
                .serve(UsersOperations.FIND_LINKED_NUMBER, request -> find.apply(request))
                .serve(AnalyticsOperations.RECORD_EVENT, request -> record.apply(request))
                .serve(AnalyticsOperations.RECORD_EVENTS, request -> recordAll.apply(request))
                .serve(KStoreOperations.REDEEM_CODE, request -> redeem.apply(request))
                .started()
                .await();
        vertx.deployVerticle(keys).await();
        vertx.deployVerticle(verticle).await();
    }

    static Future<RecordEventsReply> storeWhatIsAnEvent(RecordEvents batch) {
        return Future.succeededFuture(new RecordEventsReply(
                IntStream.range(0, batch.events().size())
                        .mapToObj(i -> result(i, batch.events().get(i)))
                        .toList()));
    }

    private static BatchItemResult result(int index, BatchItem item) {
        return item.violation() == null
                ? BatchItemResult.committed(index, WriteStatus.STORED)
                : BatchItemResult.rejected(index, item.violation());
    }

    HttpRequest.Builder get(String path) {
        return request(path);
    }

    HttpRequest.Builder drop(String body) {
        return request(DROP).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    HttpRequest.Builder request(String path) {
        return unauthenticated(path).header("user-jwt-token", TOKEN);
    }

    HttpRequest.Builder unauthenticated(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + verticle.port() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }
}
