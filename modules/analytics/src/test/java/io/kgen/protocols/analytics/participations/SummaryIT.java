package io.kgen.protocols.analytics.participations;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.PARTICIPATION_SUMMARY;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.analytics.AnalyticsFixture;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.MonthSummary;
import io.kgen.protocols.contracts.analytics.ParticipationSummary;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.SummarizeParticipations;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Rows;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Sandbox;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryIT extends AnalyticsFixture {

    private static final Instant OCTOBER = Instant.parse("2026-10-31T23:59:59.999999Z");
    private static final Instant NOVEMBER = Instant.parse("2026-11-01T00:00:00Z");
    private static final SummarizeParticipations ALL = query(null, null, null);

    private int recorded;

    @BeforeEach
    void empty() {
        analytics.sql("TRUNCATE analytics.participation");
    }

    @Test
    void addsUpParticipationsInTotalAndByMonth() {
        record(NOVEMBER, "Won", "10", "25");
        record(NOVEMBER, "You Lost", "10", "0");
        record(OCTOBER, "You Lost", "2.5", "0");

        assertThat(analytics.callAndAwait(PARTICIPATION_SUMMARY, ALL))
                .usingRecursiveComparison()
                .isEqualTo(new ParticipationSummary(
                        3,
                        1,
                        2,
                        new BigDecimal("22.5"),
                        new BigDecimal("25"),
                        new BigDecimal("2.5"),
                        List.of(
                                new MonthSummary("2026-11", 2, 1, new BigDecimal("20"), new BigDecimal("25")),
                                new MonthSummary("2026-10", 1, 0, new BigDecimal("2.5"), new BigDecimal("0")))));
    }

    @Test
    void repliesToPlainJsonWithPlainJson() {
        record(NOVEMBER, "Won", "10", "25");

        assertThat(analytics.callWithJson(
                        PARTICIPATION_SUMMARY,
                        new JsonObject().put("issuer", "issuer").put("userId", "user")))
                .isEqualTo(new JsonObject()
                        .put("played", 1)
                        .put("won", 1)
                        .put("lost", 0)
                        .put("staked", 10)
                        .put("amountWon", 25)
                        .put("net", 15)
                        .put(
                                "byMonth",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("month", "2026-11")
                                                .put("played", 1)
                                                .put("won", 1)
                                                .put("staked", 10)
                                                .put("amountWon", 25))));
    }

    @Test
    void anEmptySummaryHasZerosAndNoMonths() {
        assertThat(analytics.callAndAwait(PARTICIPATION_SUMMARY, ALL))
                .isEqualTo(new ParticipationSummary(
                        0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "Won, won",
        "You Won!, won",
        "won by forfeit, won",
        "You Lost, lost",
        "LOST, lost",
        "Draw, neither",
        "'', neither",
        "Wonderful, neither",
        "Lost what was won, neither"
    })
    void countsAResultAsWonOrLostByItsWords(String result, String counted) {
        record(NOVEMBER, result, "1", "1");

        var summary = analytics.callAndAwait(PARTICIPATION_SUMMARY, ALL);

        assertThat(summary.played()).isOne();
        assertThat(summary.won()).isEqualTo(counted.equals("won") ? 1 : 0);
        assertThat(summary.lost()).isEqualTo(counted.equals("lost") ? 1 : 0);
        assertThat(summary.byMonth())
                .singleElement()
                .extracting(MonthSummary::won)
                .isEqualTo(summary.won());
    }

    @Test
    void countsAParticipationWithoutATimeOnlyInTheTotals() {
        record(null, "Won", "1", "2");
        record(OCTOBER, "Won", "1", "2");

        var summary = analytics.callAndAwait(PARTICIPATION_SUMMARY, ALL);

        assertThat(summary.played()).isEqualTo(2);
        assertThat(summary.byMonth()).extracting(MonthSummary::month).containsExactly("2026-10");
    }

    @Test
    void hasTheSameFiltersAsTheHistory() {
        record(null, "Won", "1", "2");
        record(OCTOBER, "Won", "1", "2");
        record(NOVEMBER, "You Lost", "1", "0");

        assertThat(played(query(NOVEMBER, null, null))).isEqualTo(1);
        assertThat(played(query(null, NOVEMBER, null))).isEqualTo(1);
        assertThat(played(query(OCTOBER, NOVEMBER, null))).isEqualTo(1);
        assertThat(played(query(null, null, "Won"))).isEqualTo(2);
        assertThat(played(SummarizeParticipations.builder(new PlayerId("issuer", "user"))
                        .type("Duel")
                        .build()))
                .isZero();
        assertThat(played(SummarizeParticipations.builder(new PlayerId("issuer", "user"))
                        .mode("Slow")
                        .build()))
                .isZero();
    }

    @Test
    void e24_theSameUserIdOfTwoIssuersIsTwoPlayers() {
        record(NOVEMBER, "Won", "1", "2");

        assertThat(played(SummarizeParticipations.builder(new PlayerId("another", "user"))
                        .build()))
                .isZero();
    }

    @Test
    void e51_sumsAreExact() {
        record(NOVEMBER, "Won", "0.1", "12345678901234567890.0000000001");
        record(NOVEMBER, "Won", "0.2", "12345678901234567890.0000000002");

        var summary = analytics.callAndAwait(PARTICIPATION_SUMMARY, ALL);

        assertThat(summary.staked()).isEqualTo(new BigDecimal("0.3"));
        assertThat(summary.amountWon()).isEqualTo(new BigDecimal("24691357802469135780.0000000003"));
        assertThat(summary.net()).isEqualTo(new BigDecimal("24691357802469135779.7000000003"));
    }

    @Test
    void limitsTheNumberOfMonths() {
        analytics.sql(seed("'user'", 200, "now() - n * interval '31 days'"));

        var months = analytics.callAndAwait(PARTICIPATION_SUMMARY, ALL).byMonth();

        assertThat(months).hasSize(ParticipationSummary.MAX_MONTHS);
        assertThat(months).extracting(MonthSummary::month).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @Test
    void summarizesAHundredThousandParticipationsByTheIndex(Sandbox sandbox) {
        analytics.sql(seed("'user'", 100_000, "now() - n * interval '1 minute'"));
        analytics.sql(seed("'user' || n", 100_000, "now() - n * interval '1 minute'"));
        analytics.sql("ANALYZE analytics.participation");

        var summary = analytics.callAndAwait(PARTICIPATION_SUMMARY, ALL);

        assertThat(summary.played()).isEqualTo(100_000);
        assertThat(summary.staked()).isEqualByComparingTo("100000");
        var few = SummarizeParticipations.builder(new PlayerId("issuer", "user7"))
                .from(NOVEMBER)
                .build();
        assertThat(plan(sandbox, few)).contains("participation_history").doesNotContain("Seq Scan");
    }

    private static String seed(String user, int rows, String occurredAt) {
        return """
                INSERT INTO analytics.participation (issuer, source, source_id, user_id, revision, type, type_value,
                    result, occurred_at, mode, buy_in_stake, amount_won)
                SELECT 'issuer', %1$s, n::text, %1$s, 0, 'Tournament', n, 'Won', %2$s, 'Quick', 1, 2
                FROM generate_series(1, %3$d) AS n
                """.formatted(user, occurredAt, rows);
    }

    private static String plan(Sandbox sandbox, SummarizeParticipations filter) {
        var vertx = Vertx.vertx();
        try {
            var query = PgSummaries.query(filter);
            var rows = PostgresClient.connect(vertx, TestPostgres.config(sandbox.postgres()))
                    .query("EXPLAIN " + query.sql(), query.arguments())
                    .await();
            return Rows.stream(rows).map((Row row) -> row.getString(0)).collect(Collectors.joining("\n"));
        } finally {
            vertx.close().await();
        }
    }

    private static long played(SummarizeParticipations query) {
        return analytics.callAndAwait(PARTICIPATION_SUMMARY, query).played();
    }

    private static SummarizeParticipations query(Instant from, Instant to, String result) {
        return SummarizeParticipations.builder(new PlayerId("issuer", "user"))
                .from(from)
                .to(to)
                .result(result)
                .build();
    }

    private void record(Instant occurredAt, String result, String staked, String amountWon) {
        recorded++;
        analytics.callAndAwait(
                RECORD_PARTICIPATION,
                new RecordParticipation(
                        new PlayerId("issuer", "user"),
                        "arena",
                        "match-" + recorded,
                        0L,
                        "Tournament",
                        BigDecimal.ONE,
                        result,
                        occurredAt,
                        "Quick",
                        new BigDecimal(staked),
                        new BigDecimal(amountWon)));
    }
}
