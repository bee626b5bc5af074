package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kgen.protocols.platform.LimitsConfig;
import io.kgen.protocols.platform.Rate;
import io.kgen.protocols.platform.RateLimits;
import io.kgen.protocols.platform.RequestKind;
import io.kgen.protocols.sandbox.PlayerToken;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The limits of players, issuers and the store's server over HTTP. The rates are too low to be refilled during a test. */
class RateLimitTest extends GatewayFixture {

    private static final String BATCH = "/fe/analytics/px-tracker/events/batch";
    private static final int READS = 3;

    @Override
    LimitsConfig limits() {
        return new LimitsConfig(
                Map.of(RequestKind.READ, hourly(READS), RequestKind.WRITE, hourly(10)),
                Map.of(RequestKind.READ, hourly(2 * READS)),
                Map.of(RequestKind.REDIRECT, hourly(1)),
                0);
    }

    @Test
    void aPlayerAboveTheLimitGets429WithRetryAfter() {
        for (var i = 0; i < READS; i++) {
            assertThat(send(get(LINKED_NUMBER)).statusCode()).isEqualTo(200);
        }
        var refused = send(get(LINKED_NUMBER));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("\"error\":\"RATE_LIMITED\"").contains("\"requestId\":");
        assertThat(retryAfter(refused)).isBetween(1_100L, 1_200L);
    }

    @Test
    void e72_theRefusalCarriesCorsHeaders() {
        exhaustReads("user");
        var refused = send(get(LINKED_NUMBER).header("Origin", ORIGIN));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Access-Control-Allow-Origin")).hasValue(ORIGIN);
        assertThat(refused.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
                .containsIgnoringCase("Retry-After");
    }

    @Test
    void otherPlayersAndOtherKindsOfRequestsAreNotAffected() {
        exhaustReads("user");
        assertThat(send(drop("{}")).statusCode()).isEqualTo(200);
        assertThat(lookup("another")).isEqualTo(200);
    }

    @Test
    void playersOfAnIssuerShareItsLimit() {
        exhaustReads("one");
        exhaustReads("two");
        assertThat(lookup("three")).isEqualTo(429);
    }

    @Test
    void documentsPreflightsAndUnknownPathsHaveNoLimit() {
        exhaustReads("user");
        for (var i = 0; i < 20; i++) {
            assertThat(send(get("/openapi.yaml")).statusCode()).isEqualTo(200);
            assertThat(send(get("/unknown")).statusCode()).isEqualTo(404);
            assertThat(send(unauthenticated(LINKED_NUMBER)
                                    .header("Origin", ORIGIN)
                                    .header("Access-Control-Request-Method", "GET")
                                    .method("OPTIONS", BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(204);
        }
    }

    @Test
    void aBatchCostsAsMuchAsItsItemsAndMayExceedTheLimitOnce() {
        assertThat(send(batch(12)).statusCode()).isEqualTo(200);
        var refused = send(drop("{}"));
        assertThat(refused.statusCode()).isEqualTo(429);
        // Three intervals of six minutes until one token of ten is there.
        assertThat(retryAfter(refused)).isBetween(1_000L, 1_080L);
        assertThat(send(batch(1)).statusCode()).isEqualTo(429);
    }

    @Test
    void theServerOfTheStoreHasALimit() {
        assertThat(send(redeem()).statusCode()).isEqualTo(200);
        var refused = send(redeem());
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(retryAfter(refused)).isBetween(3_500L, 3_600L);
    }

    @Test
    void fiveThousandRefusedRequestsLeaveFewLinesAndAnExactCount() {
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(lines);
        root.setLevel(Level.INFO);
        try {
            exhaustReads("user");
            for (var i = 0; i < 5_000; i++) {
                assertThat(send(get(LINKED_NUMBER)).statusCode()).isEqualTo(429);
            }
        } finally {
            root.setLevel(Level.WARN);
            root.detachAppender(lines);
        }
        var refusals = lines.list.stream()
                .filter(line -> line.getLoggerName().equals(RateLimits.class.getName()))
                .toList();
        // One a minute, and a slow machine may need several minutes.
        assertThat(refusals).hasSizeBetween(1, 30);
        assertThat(refusals.get(0).getFormattedMessage())
                .startsWith("refused a read request by limits.player, client; retry after ")
                .doesNotContain("user");
        assertThat(meters.get("limits.hits")
                        .tag("limit", "player")
                        .tag("kind", "read")
                        .counter()
                        .count())
                .isEqualTo(5_000);
    }

    private void exhaustReads(String user) {
        for (var i = 0; i < READS; i++) {
            assertThat(lookup(user)).isEqualTo(200);
        }
    }

    private int lookup(String user) {
        var token = PlayerToken.of("client", user).signedBy(SECRET);
        return send(unauthenticated(LINKED_NUMBER).header("user-jwt-token", token))
                .statusCode();
    }

    private static long retryAfter(HttpResponse<String> refused) {
        return refused.headers().firstValueAsLong("Retry-After").orElseThrow();
    }

    private HttpRequest.Builder batch(int items) {
        var event = "{\"eventId\":\"e\",\"attributes\":{}}";
        return request(BATCH)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"events\":[" + (event + ",").repeat(items - 1) + event + "]}"));
    }

    private HttpRequest.Builder redeem() {
        return unauthenticated(REDEEM)
                .header("x-client-id", "store-server")
                .header("x-client-secret", STORE_SECRET)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"code\":\"a-code\"}"));
    }

    private static Rate hourly(int requests) {
        return new Rate(requests, Duration.ofHours(1));
    }
}
