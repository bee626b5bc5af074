package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.STORE;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.ParticipationBuilder;
import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.kstore.KStoreOperations;
import io.kgen.protocols.contracts.users.UnlinkNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The data of a player after unlinking the number and after the erasure of the player. */
@PlatformTest
class ErasureIT {

    /** All tables with players in all schemas, including partitions. */
    private static final String TABLES_WITH_PLAYERS = """
            SELECT table_schema || '.' || table_name FROM information_schema.columns
            WHERE column_name = 'user_id' AND table_schema NOT IN ('information_schema', 'pg_catalog')
            """;

    /** Erases the number last, because its erasure also revokes the codes of the store. */
    private static final List<Operation<ErasePlayer, ErasePlayerReply>> EVERYWHERE =
            List.of(KStoreOperations.ERASE, UsersOperations.ERASE, AnalyticsOperations.ERASE);

    private final RunningPlatform platform;

    ErasureIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void erasingAPlayerDeletesAllRowsAndResetsTheResponses() {
        codeFor("leaving", "9876520001");
        platform.send(Request.drop("event", "{}").by(token("leaving")).with("Idempotency-Key", "key"));
        platform.call(
                AnalyticsOperations.RECORD_PARTICIPATION,
                ParticipationBuilder.by("leaving", "match").request());
        assertThat(tablesWith("leaving"))
                .contains("users.linked_number", "kstore.code", "analytics.event", "analytics.participation");
        assertThat(keys()).containsExactly("1");

        assertThat(EVERYWHERE)
                .allSatisfy(erase -> assertThat(erase(erase, "leaving")).isPositive());

        assertThat(tablesWith("leaving")).isEmpty();
        assertThat(keys()).containsExactly("0");
        assertThat(EVERYWHERE)
                .allSatisfy(erase -> assertThat(erase(erase, "leaving")).isZero());
        assertThat(platform.send(Request.linkedNumber().by(token("leaving"))).error())
                .isEqualTo("RECORD_NOT_FOUND");
        assertThat(platform.send(Request.history("").by(token("leaving"))).text())
                .isEqualTo("[]");
    }

    @Test
    void e41_unlinkingRevokesACodeAndRelinkingDoesNotRestoreIt() {
        var code = codeFor("returning", "9876520002");

        platform.call(UsersOperations.UNLINK_NUMBER, new UnlinkNumber(new PlayerId(ISSUER, "returning")));
        awaitNoCodeOf("returning");
        platform.link(ISSUER, "returning", "9876520002");

        assertThat(platform.send(Request.redeem(code)).error()).isEqualTo("CODE_INVALID");
    }

    @Test
    void e41_erasingTheNumberRevokesTheCode() {
        var code = codeFor("erased", "9876520003");

        erase(UsersOperations.ERASE, "erased");
        awaitNoCodeOf("erased");

        assertThat(platform.send(Request.redeem(code)).error()).isEqualTo("CODE_INVALID");
    }

    private long erase(Operation<ErasePlayer, ErasePlayerReply> operation, String userId) {
        return platform.call(operation, new ErasePlayer(new PlayerId(ISSUER, userId)))
                .erased();
    }

    private String codeFor(String userId, String phone) {
        platform.link(ISSUER, userId, phone);
        var url = platform.send(Request.redirect().by(token(userId))).json().getString("url");
        return url.substring((STORE + "?code=").length());
    }

    /** The keys contain no player, and only this test stores keys. */
    private List<String> keys() {
        return platform.sql("SELECT count(*) FROM analytics.event_key");
    }

    private List<String> tablesWith(String userId) {
        var found = new ArrayList<String>();
        for (var table : platform.sql(TABLES_WITH_PLAYERS)) {
            if (!platform.sql("SELECT user_id FROM " + table + " WHERE user_id = ? LIMIT 1", userId)
                    .isEmpty()) {
                found.add(table);
            }
        }
        return found;
    }

    /** Waits, because the kstore module receives the change after the caller has its reply. */
    private void awaitNoCodeOf(String userId) {
        var deadline = System.nanoTime() + 10_000_000_000L;
        while (!platform.sql("SELECT user_id FROM kstore.code WHERE user_id = ?", userId)
                .isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }
}
