package io.kgen.protocols.app.outage;

import static io.kgen.protocols.app.support.RunningPlatform.SECRET;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.Answer;
import io.kgen.protocols.app.support.ContractClient;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.kstore.KStoreOperations;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.gateway.AuthConfig;
import io.kgen.protocols.gateway.ConnectionLimits;
import io.kgen.protocols.gateway.CorsConfig;
import io.kgen.protocols.gateway.HttpConfig;
import io.kgen.protocols.gateway.HttpVerticle;
import io.kgen.protocols.gateway.StoreCredentials;
import io.kgen.protocols.gateway.TokenKeysVerticle;
import io.kgen.protocols.gateway.VerificationKey;
import io.kgen.protocols.platform.LimitsConfig;
import io.kgen.protocols.platform.RateLimits;
import io.kgen.protocols.platform.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The gateway of a node with modules that are not deployed, do not reply or fail. */
@ExtendWith(VertxExtension.class)
class GatewayWithoutServicesIT {

    private static final List<Request> REQUESTS = List.of(
            Request.linkedNumber().by(token("user")),
            Request.drop("event", "{}").by(token("user")),
            Request.redirect().by(token("user")),
            Request.history("").by(token("user")));

    private static final List<Operation<?, ?>> OPERATIONS = List.of(
            UsersOperations.FIND_LINKED_NUMBER,
            AnalyticsOperations.RECORD_EVENT,
            KStoreOperations.GENERATE_REDIRECT,
            AnalyticsOperations.LIST_PARTICIPATIONS,
            AnalyticsOperations.PARTICIPATION_SUMMARY);

    private Vertx vertx;
    private ContractClient client;

    @BeforeEach
    void start(Vertx injected) {
        vertx = injected;
        var key = new VerificationKey("HS256", null, new Secret(SECRET));
        var auth = new AuthConfig(List.of(key), Map.of(), 10, Duration.ofDays(366));
        var meters = new SimpleMeterRegistry();
        var gateway = HttpVerticle.instances(
                        new HttpConfig(
                                "127.0.0.1",
                                0,
                                new CorsConfig(Set.of(), Set.of()),
                                ConnectionLimits.of(1_000, Duration.ofMinutes(1)),
                                Duration.ofSeconds(1)),
                        new TokenKeysVerticle(auth, meters),
                        new StoreCredentials("k-store", "k-store", List.of()),
                        new RateLimits(LimitsConfig.NONE, meters),
                        meters,
                        CallMetrics.NONE)
                .get();
        vertx.deployVerticle(gateway).await();
        client = new ContractClient(gateway.port());
    }

    @Test
    void e60_aModuleThatIsNotDeployedIs503Immediately() {
        // A call that waited for its timeout would be a 504.
        assertThat(answers()).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.error()).isEqualTo("UNAVAILABLE");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        });
    }

    @Test
    void e60_aHandlerThatNeverRepliesIs504() {
        OPERATIONS.forEach(operation -> vertx.eventBus().consumer(operation.address(), message -> {}));

        assertThat(answers()).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.error()).isEqualTo("TIMEOUT");
        });
    }

    @Test
    void e60_aHandlerThatThrowsIs500WithoutItsMessage() {
        OPERATIONS.forEach(this::serveWithABug);

        assertThat(answers()).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.error()).isEqualTo("INTERNAL");
            assertThat(answer.text()).doesNotContain("secret text of the failure");
        });
    }

    private <Q extends Record, R extends Record> void serveWithABug(Operation<Q, R> operation) {
        new BusServer(vertx)
                .serve(operation, request -> {
                    throw new IllegalStateException("secret text of the failure");
                })
                .started()
                .await();
    }

    private List<Answer> answers() {
        return REQUESTS.stream().map(client::sendAsync).toList().stream()
                .map(CompletableFuture::join)
                .toList();
    }
}
