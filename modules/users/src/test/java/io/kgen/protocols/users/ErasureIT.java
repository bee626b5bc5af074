package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.ErasePlayerReply;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TestSql;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Erasure of a player, and the notifications of changes of a number. */
@ExtendWith(SandboxExtension.class)
class ErasureIT {

    private static final String PHONE = "+49 176 12345678";

    @AutoClose
    private static UsersHarness node;

    private final PlayerId player =
            new PlayerId(UUID.randomUUID().toString(), UUID.randomUUID().toString());

    @BeforeAll
    static void start(Sandbox sandbox) {
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, UsersVerticle.SCHEMA));
        node = UsersHarness.start(sandbox);
    }

    @Test
    void theErasureCoversEachTableWithRowsOfPlayers(Sandbox sandbox) {
        assertThat(TestPostgres.playerTables(sandbox.postgres(), "users"))
                .containsExactlyInAnyOrderElementsOf(UsersTables.ALL);
    }

    @Test
    void anErasedPlayerIsNotFoundAtOnceAlthoughTheNumberWasCached() {
        Await.result(node.link(player, PHONE));
        node.awaitCached(player);

        assertThat(Await.result(node.erase(player))).isEqualTo(new ErasePlayerReply(1));

        for (var i = 0; i <= UsersHarness.INSTANCES; i++) {
            assertThat(Await.failure(node.find(player), ServiceException.class).code())
                    .isEqualTo(FailureCode.NOT_FOUND);
        }
        assertThat(Await.result(node.erase(player))).isEqualTo(new ErasePlayerReply(0));
    }

    @Test
    void keepsTheInvalidationOfAnErasedPlayerUntilItExpires(Sandbox sandbox) {
        Await.result(node.link(player, PHONE));
        Await.result(node.erase(player));
        assertThat(invalidations(sandbox)).isEqualTo(2);

        node.deleteInvalidationsOlderThan(sandbox, Duration.ofMinutes(1));
        assertThat(invalidations(sandbox)).isEqualTo(2);
        node.deleteInvalidationsOlderThan(sandbox, Duration.ZERO);
        assertThat(invalidations(sandbox)).isZero();
    }

    private int invalidations(Sandbox sandbox) {
        return TestSql.rows(
                        sandbox.postgres(),
                        "SELECT version::text FROM users.invalidation WHERE player_hash = users.player_hash(?, ?)",
                        player.issuer(),
                        player.userId())
                .size();
    }

    @Test
    void e24_keepsThePlayerWithTheSameUserIdOfAnotherIssuer() {
        var namesake = new PlayerId(UUID.randomUUID().toString(), player.userId());
        Await.result(node.link(player, PHONE));
        Await.result(node.link(namesake, PHONE));

        Await.result(node.erase(player));

        assertThat(node.phone(namesake)).isEqualTo(PHONE);
    }

    @Test
    void publishesEachChangeOfTheNumberAndNothingElse() {
        var published = node.changesOf(player);

        Await.result(node.link(player, PHONE));
        Await.result(node.link(player, "0049 176 12345678"));
        Await.result(node.replace(player, PHONE));
        Await.result(node.replace(player, "+49 176 87654321"));
        Await.failure(node.link(player, PHONE));
        Await.result(node.unlink(player));
        Await.result(node.unlink(player));
        Await.result(node.link(player, PHONE));
        Await.result(node.erase(player));
        Await.result(node.erase(player));

        Await.until(() -> kinds(published).contains("erased"));
        assertThat(kinds(published)).containsExactly("linked", "replaced", "unlinked", "linked", "erased");
    }

    @Test
    void e73_aPublishedChangeContainsPlayerChangeAndTimeButNoNumber() {
        var published = node.changesOf(player);

        Await.result(node.link(player, PHONE));

        Await.until(() -> !published.isEmpty());
        var change = published.remove();
        assertThat(change.fieldNames()).containsExactlyInAnyOrder("issuer", "userId", "change", "at");
        assertThat(change.getString("issuer")).isEqualTo(player.issuer());
        assertThat(change.getString("userId")).isEqualTo(player.userId());
        assertThat(Duration.between(Instant.parse(change.getString("at")), Instant.now())
                        .abs())
                .isLessThan(Duration.ofMinutes(1));
    }

    private static List<String> kinds(Queue<JsonObject> published) {
        return published.stream().map(change -> change.getString("change")).toList();
    }
}
