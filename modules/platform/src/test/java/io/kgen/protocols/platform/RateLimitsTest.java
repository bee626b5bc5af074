package io.kgen.protocols.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private static final Rate TWO_A_SECOND = new Rate(2, Duration.ofSeconds(1));
    private static final Rate ONE_A_MINUTE = new Rate(1, Duration.ofMinutes(1));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private long now;

    @Test
    void nothingIsLimitedByDefault() {
        var limits = limits(LimitsConfig.NONE);
        for (var i = 0; i < 1_000; i++) {
            assertThat(limits.takeForPlayer(RequestKind.WRITE, "issuer", "user"))
                    .isZero();
            assertThat(limits.takeForService(RequestKind.WRITE, "service", 500)).isZero();
        }
    }

    @Test
    void e24_usersWithTheSameIdOfTwoIssuersHaveLimitsOfTheirOwn() {
        var limits = limits(players(Map.of(RequestKind.READ, TWO_A_SECOND)));
        assertThat(readsOf(limits, "a", "user", 5)).isEqualTo(2);
        assertThat(readsOf(limits, "b", "user", 5)).isEqualTo(2);
    }

    @Test
    void kindsOfRequestsAreCountedSeparately() {
        var limits = limits(players(Map.of(RequestKind.READ, TWO_A_SECOND, RequestKind.WRITE, TWO_A_SECOND)));
        assertThat(readsOf(limits, "issuer", "user", 5)).isEqualTo(2);
        assertThat(limits.takeForPlayer(RequestKind.WRITE, "issuer", "user")).isZero();
        assertThat(limits.takeForPlayer(RequestKind.REDIRECT, "issuer", "user")).isZero();
    }

    @Test
    void allPlayersOfAnIssuerShareItsLimit() {
        var limits = limits(issuers(Map.of(RequestKind.READ, TWO_A_SECOND)));
        assertThat(readsOf(limits, "a", "one", 1)).isEqualTo(1);
        assertThat(readsOf(limits, "a", "two", 5)).isEqualTo(1);
        assertThat(readsOf(limits, "b", "one", 5)).isEqualTo(2);
    }

    @Test
    void aPlayerAboveItsLimitDoesNotUseUpTheLimitOfItsIssuer() {
        var limits = limits(new LimitsConfig(
                Map.of(RequestKind.READ, ONE_A_MINUTE), Map.of(RequestKind.READ, TWO_A_SECOND), Map.of(), 0));
        assertThat(readsOf(limits, "issuer", "greedy", 1_000)).isEqualTo(1);
        assertThat(readsOf(limits, "issuer", "honest", 1)).isEqualTo(1);
    }

    @Test
    void returnsSecondsRoundedUp() {
        var limits = limits(players(Map.of(RequestKind.READ, ONE_A_MINUTE, RequestKind.WRITE, TWO_A_SECOND)));
        readsOf(limits, "issuer", "user", 1);
        assertThat(limits.takeForPlayer(RequestKind.READ, "issuer", "user")).isEqualTo(60);
        now += TimeUnit.MILLISECONDS.toNanos(59_001);
        assertThat(limits.takeForPlayer(RequestKind.READ, "issuer", "user")).isEqualTo(1);
        now += TimeUnit.MILLISECONDS.toNanos(999);
        assertThat(limits.takeForPlayer(RequestKind.READ, "issuer", "user")).isZero();
    }

    @Test
    void aBatchCostsAsMuchAsItsItems() {
        var limits = limits(new LimitsConfig(
                Map.of(RequestKind.WRITE, TWO_A_SECOND), Map.of(), Map.of(RequestKind.WRITE, TWO_A_SECOND), 0));
        assertThat(limits.takeForPlayer(RequestKind.WRITE, "issuer", "user")).isZero();
        limits.chargePlayer(RequestKind.WRITE, "issuer", "user", 9);
        assertThat(limits.takeForPlayer(RequestKind.WRITE, "issuer", "user")).isEqualTo(5);
        assertThat(limits.takeForService(RequestKind.WRITE, "service", 10)).isZero();
        assertThat(limits.takeForService(RequestKind.WRITE, "service", 1)).isEqualTo(5);
    }

    @Test
    void aReloadReplacesLimitsAndKeepsTheBucketsOfUnchangedOnes() {
        var limits = limits(players(Map.of(RequestKind.READ, ONE_A_MINUTE, RequestKind.WRITE, ONE_A_MINUTE)));
        readsOf(limits, "issuer", "user", 1);
        limits.takeForPlayer(RequestKind.WRITE, "issuer", "user");

        var changed = players(Map.of(RequestKind.READ, ONE_A_MINUTE, RequestKind.WRITE, TWO_A_SECOND));
        limits.reload(changed);
        assertThat(limits.config()).isEqualTo(changed);
        assertThat(readsOf(limits, "issuer", "user", 1)).isZero();
        assertThat(limits.takeForPlayer(RequestKind.WRITE, "issuer", "user")).isZero();

        limits.reload(LimitsConfig.NONE);
        assertThat(readsOf(limits, "issuer", "user", 10)).isEqualTo(10);
    }

    @Test
    void countsRefusedRequestsByLimitAndKindInAConstantNumberOfSeries() {
        var limits = limits(new LimitsConfig(
                Map.of(RequestKind.READ, TWO_A_SECOND), Map.of(), Map.of(RequestKind.REDIRECT, ONE_A_MINUTE), 0));
        var series = meters.getMeters().size();
        for (var i = 0; i < 1_000; i++) {
            readsOf(limits, "issuer", "user-" + i, 3);
            limits.takeForService(RequestKind.REDIRECT, "service", 1);
        }
        assertThat(hits("player", "read")).isEqualTo(1_000);
        assertThat(hits("service", "redirect")).isEqualTo(999);
        assertThat(hits("issuer", "read")).isZero();
        assertThat(meters.getMeters()).hasSize(series);
    }

    private double hits(String limit, String kind) {
        return meters.get("limits.hits")
                .tag("limit", limit)
                .tag("kind", kind)
                .counter()
                .count();
    }

    private RateLimits limits(LimitsConfig config) {
        return new RateLimits(config, meters, () -> now);
    }

    private static LimitsConfig players(Map<RequestKind, Rate> rates) {
        return new LimitsConfig(rates, Map.of(), Map.of(), 0);
    }

    private static LimitsConfig issuers(Map<RequestKind, Rate> rates) {
        return new LimitsConfig(Map.of(), rates, Map.of(), 0);
    }

    private static int readsOf(RateLimits limits, String issuer, String userId, int requests) {
        var admitted = 0;
        for (var i = 0; i < requests; i++) {
            admitted += limits.takeForPlayer(RequestKind.READ, issuer, userId) == 0 ? 1 : 0;
        }
        return admitted;
    }
}
