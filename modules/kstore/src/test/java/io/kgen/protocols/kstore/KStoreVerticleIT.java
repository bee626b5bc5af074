package io.kgen.protocols.kstore;

import static io.kgen.protocols.kstore.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.Call;
import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.ServiceFailure;
import io.kgen.protocols.contracts.kstore.RedeemedPlayer;
import io.kgen.protocols.platform.BusServer;
import io.kgen.protocols.platform.Schema;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the bus contract promises of the K-Store. */
@ExtendWith(SandboxExtension.class)
class KStoreVerticleIT {

    private static final String URL = "https://store.example/store";
    private static final String STORE = "k-store";
    private static final String PHONE = "+49 176 12345678";

    private static Vertx vertx;
    private static Sandbox sandbox;
    private static StoredCodes stored;

    private final FakeUsers users = new FakeUsers();
    private final PlayerId player = new PlayerId("issuer", UUID.randomUUID().toString());

    private KStoreNode node;
    private BusServer usersServer;

    @BeforeAll
    static void start(Sandbox injected) {
        sandbox = injected;
        Schema.migrate(sandbox.postgres(), List.of(KStoreVerticle.SCHEMA));
        vertx = Vertx.vertx();
        stored = StoredCodes.connect(vertx, sandbox.postgres());
    }

    @AfterAll
    static void close() {
        result(vertx.close());
    }

    @AfterEach
    void undeploy() {
        node.stop();
        if (usersServer != null) {
            result(usersServer.close());
        }
    }

    @Test
    void aPlayerWithoutNumberGetsTheBareUrlToTheLetter() {
        deploy("HTTPS://store.example/%7Estore?", Duration.ofSeconds(90));
        assertThat(result(node.redirect(player))).isEqualTo("HTTPS://store.example/%7Estore?");
        assertThat(stored.of(player)).isZero();
    }

    @Test
    void aPlayerWithANumberGetsACodeThatTheStoreRedeems() {
        deploy();
        users.link(player, PHONE);

        var url = result(node.redirect(player));

        assertThat(url).matches(URL + "\\?code=[A-Za-z0-9_-]{32}");
        assertThat(result(redeem(url.substring(url.length() - 32)))).isEqualTo(redeemed(player));
    }

    @Test
    void aQueryOfTheStoreIsKept() {
        deploy(URL + "?lang=de", Duration.ofSeconds(90));
        users.link(player, PHONE);
        assertThat(result(node.redirect(player))).startsWith(URL + "?lang=de&code=");
    }

    @Test
    void requestIdAndDeadlineTravelOnToUsers() {
        deploy();
        var call = new Call(
                "request-1",
                "trace-1",
                System.nanoTime() + Duration.ofMillis(1_500).toNanos());

        result(node.redirect(player, call));

        var travelled = users.lastCallAbout(player);
        assertThat(travelled.requestId()).isEqualTo("request-1");
        assertThat(travelled.traceparent()).isEqualTo("trace-1");
        assertThat(travelled.remainingMillis()).isLessThanOrEqualTo(1_500);
    }

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

        while (stored.livingOf(player) > 0) {
            assertThat(stored.clockMillis() - start).isLessThan(10_000);
        }

        assertThat(stored.clockMillis() - start).isGreaterThanOrEqualTo(300);
        assertRefused(redeem(code));
    }

    @Test
    void withUsersAwayTheCallFailsAndTheCodeStaysGood() {
        deploy();
        users.link(player, PHONE);
        var code = node.code(player);

        users.leave();
        assertFails(redeem(code), FailureCode.UNAVAILABLE);
        assertFails(node.redirect(player), FailureCode.UNAVAILABLE);

        users.comeBack();
        assertThat(result(redeem(code))).isEqualTo(redeemed(player));
    }

    @Test
    void withoutAnyUsersModuleTheCallIsUnavailable() {
        deployAlone(URL, Duration.ofSeconds(90));
        assertFails(node.redirect(player), FailureCode.UNAVAILABLE);
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

        assertThat(stored.livingOf(player)).isEqualTo(5);
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

    private void deploy() {
        deploy(URL, Duration.ofSeconds(90));
    }

    private void deploy(String url, Duration codeTtl) {
        usersServer = users.serveOn(vertx);
        deployAlone(url, codeTtl);
    }

    private void deployAlone(String url, Duration codeTtl) {
        node = KStoreNode.start(vertx, new KStoreConfig(sandbox.postgres(), url, STORE, codeTtl));
    }

    private Future<RedeemedPlayer> redeem(String code) {
        return node.redeem(STORE, code);
    }

    private static RedeemedPlayer redeemed(PlayerId player) {
        return new RedeemedPlayer(player.issuer(), player.userId(), "client___" + player.userId(), "0xwallet", PHONE);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertRefused(Future<?> redemption) {
        assertFails(redemption, FailureCode.NOT_FOUND);
        assertThat(redemption.cause()).hasMessage("the code is not valid");
    }

    private static void assertFails(Future<?> future, FailureCode code) {
        result(future.otherwiseEmpty());
        assertThat(future.cause())
                .isInstanceOfSatisfying(
                        ServiceFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
