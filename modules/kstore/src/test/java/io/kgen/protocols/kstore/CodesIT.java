package io.kgen.protocols.kstore;

import static io.kgen.protocols.sandbox.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The validity and the lifetime of one-time codes (E40, E41). */
class CodesIT extends KStoreFixture {

    @Test
    void e40_exactlyOneOfFiftyConcurrentRedemptionsSucceeds() {
        deploy();
        users.link(player, PHONE);
        var code = node.code(player);

        var redemptions = IntStream.range(0, 50).mapToObj(i -> redeem(code)).toList();

        result(Future.join(redemptions).otherwiseEmpty());
        var succeeded = redemptions.stream().filter(Future::succeeded).map(Future::result);
        assertThat(succeeded).containsExactly(redeemed(player));
        assertThat(redemptions.stream().filter(Future::failed))
                .hasSize(49)
                .allSatisfy(KStoreVerticleIT::assertRejected);
    }

    @Test
    void e40_rejectsAnotherStoreWithoutUsingTheCode() {
        deploy();
        users.link(player, PHONE);
        var code = node.code(player);

        assertRejected(node.redeem("another-store", code));

        assertThat(result(redeem(code))).isEqualTo(redeemed(player));
    }

    @Test
    void e40_rejectsUnknownUsedAndExpiredCodesInTheSameWay() {
        deploy();
        users.link(player, PHONE);
        var used = node.code(player);
        result(redeem(used));
        var expired = node.code(player);
        stored.expire(expired);

        Stream.of("unknown", "nämlich", used, expired).forEach(code -> assertRejected(redeem(code)));
    }

    @Test
    void aCodeExpiresAfterItsTtlByTheClockOfTheDatabase() {
        deploy(URL, Duration.ofMillis(300));
        users.link(player, PHONE);
        var start = stored.clockMillis();
        var code = node.code(player);

        while (stored.activeOf(player) > 0) {
            assertThat(stored.clockMillis() - start).isLessThan(10_000);
        }

        assertThat(stored.clockMillis() - start).isGreaterThanOrEqualTo(300);
        assertRejected(redeem(code));
    }

    @Test
    void e24_theSameUserIdOfTwoIssuersHasSeparateCodes() {
        deploy();
        var sameUserId = new PlayerId("another-issuer", player.userId());
        users.link(player, PHONE);
        users.link(sameUserId, PHONE);
        var code = node.code(player);

        node.codes(sameUserId, 6);

        assertThat(result(redeem(code))).isEqualTo(redeemed(player));
    }

    @Test
    void e41_aSixthCodeRevokesTheOldest() {
        deploy();
        users.link(player, PHONE);

        var codes = node.codes(player, 6);

        assertRejected(redeem(codes.get(0)));
        codes.stream().skip(1).forEach(code -> assertThat(result(redeem(code))).isEqualTo(redeemed(player)));
    }

    @Test
    void e41_aUsedCodeDoesNotCountForTheLimit() {
        deploy();
        users.link(player, PHONE);
        var codes = node.codes(player, 5);
        result(redeem(codes.get(2)));

        node.codes(player, 1);

        assertThat(result(redeem(codes.get(0)))).isEqualTo(redeemed(player));
    }

    @Test
    void e41_concurrentRequestsLeaveFiveActiveCodes() {
        deploy();
        users.link(player, PHONE);

        result(Future.all(
                IntStream.range(0, 40).mapToObj(i -> node.redirect(player)).toList()));

        assertThat(stored.activeOf(player)).isEqualTo(5);
    }

    @Test
    void e41_unlinkingRevokesTheCodesAndLinkingAgainRestoresNone() {
        deploy();
        users.link(player, PHONE);
        var codes = node.codes(player, 2);

        users.unlink(player);
        assertRejected(redeem(codes.get(0)));

        users.link(player, "+49 176 87654321");
        codes.forEach(code -> assertRejected(redeem(code)));
        users.link(player, PHONE);
        codes.forEach(code -> assertRejected(redeem(code)));
    }

    @Test
    void issuingACodeDeletesUsedAndExpiredCodes() {
        deploy();
        users.link(player, PHONE);
        var otherPlayer = new PlayerId("issuer", UUID.randomUUID().toString());
        users.link(otherPlayer, PHONE);
        stored.expire(node.code(otherPlayer));
        var codes = node.codes(player, 2);
        result(redeem(codes.get(0)));
        stored.expire(codes.get(1));

        node.codes(player, 1);

        assertThat(stored.of(player)).isEqualTo(1);
        assertThat(stored.of(otherPlayer)).isZero();
    }

    @Test
    void e73_storesNeitherTheCodeNorThePhoneNumber() {
        deploy();
        users.link(player, PHONE);
        var code = node.code(player);

        assertThat(stored.rowsOf(player))
                .singleElement()
                .satisfies(row ->
                        assertThat(row).contains(player.userId()).doesNotContain(code, hex(code), PHONE, hex(PHONE)));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
