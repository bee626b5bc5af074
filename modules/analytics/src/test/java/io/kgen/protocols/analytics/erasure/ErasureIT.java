package io.kgen.protocols.analytics.erasure;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.ERASE;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.LIST_PARTICIPATIONS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.analytics.AnalyticsFixture;
import io.kgen.protocols.analytics.events.IdempotencyKeyDigest;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Sandbox;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Everything that is recorded about a player can be erased, in every partition. */
class ErasureIT extends AnalyticsFixture {

    private final String user = "user-" + UUID.randomUUID();

    @Test
    void everyTableWithPlayerDataIsListed(Sandbox sandbox) {
        assertThat(TestPostgres.playerTables(sandbox.postgres(), "analytics"))
                .containsExactlyInAnyOrderElementsOf(AnalyticsTables.ALL);
    }

    @Test
    void e09_erasesEventsKeysAndParticipationsOfAnyClientTime() {
        record("1970-01-01T00:00:00Z", "a-key");
        record("2099-12-31T23:59:59Z", null);
        record(null, null);
        participate("match");
        assertThat(rows()).isEqualTo(5);

        assertThat(erase()).isEqualTo(5);

        assertThat(rows()).isZero();
        assertThat(erase()).isZero();
    }

    @Test
    void e09_erasesEventsOutsideThePartitionOfTheirDay() {
        insert(user, "1970-01-01", 2);
        insert(user, "2099-12-31", 1);
        assertThat(stranded()).isEqualTo(3);

        assertThat(erase()).isEqualTo(3);
        assertThat(stranded()).isZero();
    }

    @Test
    void erasesStrandedEventsWhileTheyAreMoved() {
        insert(user, "2001-01-01", 20_000);
        // Detaches the stranded events to a separate table and moves some of them.
        analytics.sql("SELECT analytics.move_stranded_events(1000)");
        assertThat(analytics.sql("SELECT count(*) > 0 FROM analytics.event_stranded"))
                .containsExactly("t");

        var erasing = analytics.call(ERASE, new ErasePlayer(new PlayerId("issuer", user)));
        for (var moved = "1"; !moved.equals("0"); ) {
            moved = analytics.sql("SELECT analytics.move_stranded_events(1000)").get(0);
        }

        assertThat(erasing.await().erased()).isEqualTo(20_000);
        assertThat(rows()).isZero();
    }

    @Test
    void e24_keepsTheDataOfOtherPlayers() {
        record(null, "a-key");
        participate("match");
        insert("another", "1970-01-01", 1);

        assertThat(analytics
                        .callAndAwait(ERASE, new ErasePlayer(new PlayerId("another issuer", user)))
                        .erased())
                .isZero();
        assertThat(analytics
                        .callAndAwait(ERASE, new ErasePlayer(new PlayerId("issuer", user + "?")))
                        .erased())
                .isZero();

        assertThat(rows()).isEqualTo(3);
        assertThat(rows("another")).isEqualTo(1);
    }

    @Test
    void erasesInSeveralStepsWhileOtherPlayersRecord() {
        analytics.sql("""
                INSERT INTO analytics.event (issuer, user_id, event_id, attributes)
                SELECT 'issuer', CASE n %% 3 WHEN 0 THEN '%s' ELSE 'others' END, 'e', to_json(repeat('x', 600))
                FROM generate_series(1, 60000) AS n
                """.formatted(user));
        analytics.sql("""
                INSERT INTO analytics.participation (issuer, source, source_id, user_id, revision, type, type_value,
                    result, mode, buy_in_stake, amount_won)
                SELECT 'issuer', '%1$s', n::text, '%1$s', 0, 'Tournament', n, 'Won', 'Quick', 1, 2
                FROM generate_series(1, 12000) AS n
                """.formatted(user));

        var erasing = analytics.call(ERASE, new ErasePlayer(new PlayerId("issuer", user)));
        var recording = IntStream.range(0, 200)
                .mapToObj(n -> analytics.call(
                        RECORD_EVENT, new RecordEvent(new PlayerId("issuer", "others"), "e", Attributes.NONE)))
                .toList();

        Future.all(recording).await();
        assertThat(erasing.await().erased()).isEqualTo(32_000);
        assertThat(rows()).isZero();
        assertThat(rows("others")).isEqualTo(40_200);
    }

    @Test
    void anErasedPlayerCanRecordAgain() {
        record(null, "a-key");
        participate("match");
        erase();

        record("2026-11-01T00:00:00Z", "a-key");
        participate("match");

        assertThat(rows()).isEqualTo(3);
        var history = ListParticipations.builder(new PlayerId("issuer", user)).build();
        assertThat(analytics.callAndAwait(LIST_PARTICIPATIONS, history).participations())
                .hasSize(1);
    }

    @Test
    void aCallerWithPlainJsonErasesToo() {
        record(null, null);

        assertThat(analytics.callWithJson(
                        ERASE, new JsonObject().put("issuer", "issuer").put("userId", user)))
                .isEqualTo(new JsonObject().put("erased", 1));
    }

    private long erase() {
        return analytics
                .callAndAwait(ERASE, new ErasePlayer(new PlayerId("issuer", user)))
                .erased();
    }

    private void record(String occurredAt, String key) {
        analytics.callAndAwait(
                RECORD_EVENT, new RecordEvent(new PlayerId("issuer", user), "e", Attributes.NONE, key, occurredAt));
    }

    private void participate(String sourceId) {
        analytics.callAndAwait(
                RECORD_PARTICIPATION,
                RecordParticipation.builder(new PlayerId("issuer", user), user, sourceId)
                        .revision(0L)
                        .type("Tournament")
                        .typeValue(BigDecimal.ONE)
                        .result("Won")
                        .mode("Quick")
                        .buyInStake(BigDecimal.ONE)
                        .amountWon(BigDecimal.TEN)
                        .build());
    }

    private static void insert(String user, String receivedAt, int rows) {
        analytics.sql("""
                INSERT INTO analytics.event (received_at, issuer, user_id, event_id, attributes)
                SELECT timestamptz '%s UTC', 'issuer', '%s', 'e', '{}' FROM generate_series(1, %d)
                """.formatted(receivedAt, user, rows));
    }

    private long stranded() {
        return count("analytics.event_default", user);
    }

    /** The rows of the player in all tables. */
    private long rows() {
        return rows(user);
    }

    private static long rows(String user) {
        return AnalyticsTables.ALL.stream()
                        .mapToLong(table -> count(table.name(), user))
                        .sum()
                + keys(user);
    }

    private static long keys(String user) {
        var player = new PlayerId("issuer", user);
        var found = analytics.sql("SELECT count(*) FROM analytics.event_key WHERE id BETWEEN '%s' AND '%s'"
                .formatted(IdempotencyKeyDigest.lowestId(player), IdempotencyKeyDigest.highestId(player)));
        return Long.parseLong(found.get(0));
    }

    private static long count(String table, String user) {
        var found = analytics.sql("SELECT count(*) FROM " + table + " WHERE user_id = '" + user + "'");
        return Long.parseLong(found.get(0));
    }
}
