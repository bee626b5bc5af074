package io.kgen.protocols.kstore;

import static io.kgen.protocols.sandbox.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.bus.BusPublisher;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.ErasePlayerReply;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.kstore.RedeemCodeReply;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import io.kgen.protocols.contracts.users.UsersTopics;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Codes are revoked when their number changes or their player is erased. */
@ExtendWith({SandboxExtension.class, VertxExtension.class})
class RevocationServiceIT {

    private static final String STORE = "k-store";
    private static final String PHONE = "+49 176 12345678";

    private static final FakeUsers USERS = new FakeUsers();

    private static Vertx vertx;
    private static Sandbox sandbox;
    private static StoredCodes stored;
    private static KStoreHarness node;

    private final PlayerId player = new PlayerId("issuer", UUID.randomUUID().toString());

    @BeforeAll
    static void start(Sandbox injectedSandbox, Vertx injectedVertx) {
        sandbox = injectedSandbox;
        vertx = injectedVertx;
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, KStoreVerticle.SCHEMA));
        stored = StoredCodes.connect(vertx, sandbox.postgres());
        USERS.serveOn(vertx);
        node = KStoreHarness.start(
                vertx,
                new KStoreConfig(
                        TestPostgres.config(sandbox.postgres()),
                        "https://store.example/store",
                        STORE,
                        Duration.ofSeconds(90)));
    }

    @Test
    void e41_aChangeOfTheNumberRevokesEarlierCodes() {
        for (var change : LinkedNumberChanged.Change.values()) {
            USERS.link(player, PHONE);
            var codes = node.codes(player, 2);

            publish(change, stored.clockMillis() + 1);

            awaitNoCodesOf(player);
            codes.forEach(code -> assertRejected(redeem(code)));
        }
    }

    @Test
    void e41_linkingTheSameNumberAgainKeepsOldCodesRevokedAndNewOnesActive() {
        USERS.link(player, PHONE);
        var old = node.code(player);
        USERS.unlink(player);
        var unlinkedAt = stored.clockMillis() + 1;
        publish(LinkedNumberChanged.Change.UNLINKED, unlinkedAt);
        awaitNoCodesOf(player);
        // The next code must not have been issued before the change that is already published.
        Await.until(() -> stored.clockMillis() > unlinkedAt);

        USERS.link(player, PHONE);
        var linkedAt = stored.clockMillis();
        var current = node.code(player);
        publish(LinkedNumberChanged.Change.LINKED, linkedAt);
        // Delivered after the previous change: when this code is revoked, that change has been handled.
        var other = new PlayerId("issuer", UUID.randomUUID().toString());
        USERS.link(other, PHONE);
        node.code(other);
        publish(other, LinkedNumberChanged.Change.UNLINKED, stored.clockMillis() + 1);
        awaitNoCodesOf(other);

        assertRejected(redeem(old));
        assertThat(result(redeem(current))).isEqualTo(redeemed(player));
    }

    @Test
    void e41_erasingRevokesTheCodesAndDeletesTheirRows() {
        USERS.link(player, PHONE);
        var codes = node.codes(player, 3);
        result(redeem(codes.get(0)));

        assertThat(result(node.erase(player))).isEqualTo(new ErasePlayerReply(3));

        assertThat(stored.of(player)).isZero();
        codes.forEach(code -> assertRejected(redeem(code)));
        assertThat(result(node.erase(player))).isEqualTo(new ErasePlayerReply(0));
    }

    @Test
    void e24_erasingKeepsTheCodesOfTheSameUserIdOfAnotherIssuer() {
        var sameUserId = new PlayerId("another-issuer", player.userId());
        USERS.link(sameUserId, PHONE);
        var code = node.code(sameUserId);

        result(node.erase(player));

        assertThat(result(redeem(code))).isEqualTo(redeemed(sameUserId));
    }

    @Test
    void everyTableWithPlayerDataIsListed() {
        assertThat(TestPostgres.playerTables(sandbox.postgres(), "kstore"))
                .containsExactlyInAnyOrderElementsOf(KStoreTables.ALL);
    }

    private void publish(LinkedNumberChanged.Change change, long atMillis) {
        publish(player, change, atMillis);
    }

    private static void publish(PlayerId player, LinkedNumberChanged.Change change, long atMillis) {
        new BusPublisher(vertx)
                .publisher(UsersTopics.LINKED_NUMBER_CHANGED)
                .accept(new LinkedNumberChanged(
                        player.issuer(), player.userId(), change, Instant.ofEpochMilli(atMillis)));
    }

    private static void awaitNoCodesOf(PlayerId player) {
        var start = stored.clockMillis();
        while (stored.of(player) > 0) {
            assertThat(stored.clockMillis() - start).isLessThan(10_000);
        }
    }

    private static Future<RedeemCodeReply> redeem(String code) {
        return node.redeem(STORE, code);
    }

    private static RedeemCodeReply redeemed(PlayerId player) {
        return new RedeemCodeReply(player.issuer(), player.userId(), "client___" + player.userId(), "0xwallet", PHONE);
    }

    private static void assertRejected(Future<?> redemption) {
        result(redemption.otherwiseEmpty());
        assertThat(redemption.cause())
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.NOT_FOUND));
    }
}
