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

/** What a one-time code is good for, and for how long (E40, E41). */
class CodesIT extends KStoreFixture {

    @Test
    void e40_ofFiftyRacingRedemptionsExactlyOneSucceeds() {
        deploy();
        users.link(player, PHONE);
        var code = node.code(player);

        var race = IntStream.range(0, 50).mapToObj(i -> redeem(code)).toList();

        result(Future.join(race).otherwiseEmpty());
        var winners = race.stream().filter(Future::succeeded).map(Future::result);
        assertThat(winners).containsExactly(redeemed(player));
        assertThat(race.stream().filter(Future::failed)).hasSize(49).allSatisfy(KStoreVerticleIT::assertRefused);
    }

    @Test
    void e40_anotherStoreIsRefusedAndBurnsNothing() {
        deploy();
        users.link(player, PHONE);
        var code = node.code(player);

        assertRefused(node.redeem("another-store", code));

        assertThat(result(redeem(code))).isEqualTo(redeemed(player));
    }

    @Test
    void e40_unknownUsedAndExpiredCodesAreRefusedAlike() {
        deploy();
        users.link(player, PHONE);
        var used = node.code(player);
        result(redeem(used));
        var expired = node.code(player);
        stored.expire(expired);

        Stream.of("unknown", "nämlich", used, expired).forEach(code -> assertRefused(redeem(code)));
    }

    @Test
    void aCodeLivesAsLongAsConfiguredByTheClockOfTheDatabase() {
        deploy(URL, Duration.ofMillis(300));
        users.link(player, PHONE);
        var start = stored.clockMillis();
        var code = node.code(player);

        while (stored.activeOf(player) > 0) {
            assertThat(stored.clockMillis() - start).isLessThan(10_000);
        }

        assertThat(stored.clockMillis() - start).isGreaterThanOrEqualTo(300);
        assertRefused(redeem(code));
    }

    @Test
    void e24_sameUserIdOfTwoIssuersHasCodesOfItsOwn() {
        deploy();
        var namesake = new PlayerId("another-issuer", player.userId());
        users.link(player, PHONE);
        users.link(namesake, PHONE);
        var code = node.code(player);

        node.codes(namesake, 6);

        assertThat(result(redeem(code))).isEqualTo(redeemed(player));
    }

    @Test
    void e41_aSixthCodeKillsTheOldest() {
        deploy();
        users.link(player, PHONE);

        var codes = node.codes(player, 6);

        assertRefused(redeem(codes.get(0)));
        codes.stream().skip(1).forEach(code -> assertThat(result(redeem(code))).isEqualTo(redeemed(player)));
    }

    @Test
    void e41_aUsedCodeLeavesRoomForAnother() {
        deploy();
        users.link(player, PHONE);
        var codes = node.codes(player, 5);
        result(redeem(codes.get(2)));

        node.codes(player, 1);

        assertThat(result(redeem(codes.get(0)))).isEqualTo(redeemed(player));
    }

    @Test
    void e41_aRaceForCodesLeavesFive() {
        deploy();
        users.link(player, PHONE);

        result(Future.all(
                IntStream.range(0, 40).mapToObj(i -> node.redirect(player)).toList()));

        assertThat(stored.activeOf(player)).isEqualTo(5);
    }

    @Test
    void e41_unlinkingKillsTheCodesAndLinkingAgainRevivesNone() {
        deploy();
        users.link(player, PHONE);
        var codes = node.codes(player, 2);

        users.unlink(player);
        assertRefused(redeem(codes.get(0)));

        users.link(player, "+49 176 87654321");
        codes.forEach(code -> assertRefused(redeem(code)));
        users.link(player, PHONE);
        codes.forEach(code -> assertRefused(redeem(code)));
    }

    @Test
    void deadCodesAreClearedAwayInPassing() {
        deploy();
        users.link(player, PHONE);
        var gone = new PlayerId("issuer", UUID.randomUUID().toString());
        users.link(gone, PHONE);
        stored.expire(node.code(gone));
        var codes = node.codes(player, 2);
        result(redeem(codes.get(0)));
        stored.expire(codes.get(1));

        node.codes(player, 1);

        assertThat(stored.of(player)).isEqualTo(1);
        assertThat(stored.of(gone)).isZero();
    }

    @Test
    void e73_neitherCodeNorPhoneNumberIsStored() {
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
