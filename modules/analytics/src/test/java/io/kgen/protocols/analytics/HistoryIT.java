package io.kgen.protocols.analytics;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.PARTICIPATION_HISTORY;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.analytics.FindParticipations;
import io.kgen.protocols.contracts.analytics.Participation;
import io.kgen.protocols.contracts.analytics.Participations;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.platform.Postgres;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each participation is told apart by its {@code typeValue}. */
@ExtendWith(SandboxExtension.class)
class HistoryIT {

    private static final Instant NOON = Instant.parse("2021-06-01T12:00:00Z");
    private static final int SAME = 7;

    private static Deployed analytics;

    @BeforeAll
    static void deploy(Sandbox sandbox) {
        analytics = Deployed.on(sandbox);
    }

    @AfterAll
    static void undeploy() {
        analytics.close();
    }

    @BeforeEach
    void empty() {
        analytics.sql("TRUNCATE analytics.participation");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, SAME - 1, SAME, SAME + 1, 200})
    void e50_identicalTimesArePagedThroughOnce(int limit) {
        IntStream.rangeClosed(1, SAME).forEach(i -> record(i, NOON));

        assertThat(pages(query().limit(limit))).containsExactly(7, 6, 5, 4, 3, 2, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, SAME - 1, SAME, SAME + 1, 200})
    void e50_participationsWithoutATimeArePagedThroughOnceAndLast(int limit) {
        record(1, null);
        record(2, NOON);
        record(3, null);
        record(4, NOON.plusSeconds(60));
        record(5, Instant.parse("0001-01-01T00:00:00Z"));
        record(6, null);
        record(7, Instant.parse("9999-12-31T23:59:59.999999Z"));

        assertThat(pages(query().limit(limit))).containsExactly(7, 4, 2, 5, 6, 3, 1);
    }

    @Test
    void e50_aCursorIsGivenOnlyWhenThereIsMore() {
        record(1, NOON);
        record(2, NOON);

        assertThat(ask(query().limit(1)).nextCursor()).isNotNull();
        assertThat(ask(query().limit(2)).nextCursor()).isNull();
        assertThat(ask(query().limit(3)).nextCursor()).isNull();
        assertThat(ask(query().user("nobody")).nextCursor()).isNull();
    }

    @Test
    void e50_aRowInsertedBetweenPagesNeitherHidesNorRepeatsAnother() {
        IntStream.rangeClosed(1, 4).forEach(i -> record(i, NOON));
        var first = ask(query().limit(2));
        record(5, NOON);
        record(6, NOON.minusSeconds(1));
        record(7, NOON.plusSeconds(1));
        var rest = ask(query().limit(10).cursor(first.nextCursor()));

        assertThat(numbers(first)).containsExactly(4, 3);
        assertThat(numbers(rest)).containsExactly(2, 1, 6);
    }

    @Test
    void e50_aCorrectionBetweenPagesMovesItsOwnRowOnly() {
        IntStream.rangeClosed(1, 5).forEach(i -> record(i, NOON.plusSeconds(i)));
        var first = ask(query().limit(2));
        correct(2, NOON.plusSeconds(60));
        correct(5, NOON);

        assertThat(numbers(first)).containsExactly(5, 4);
        assertThat(numbers(ask(query().cursor(first.nextCursor())))).containsExactly(3, 1, 5);
    }

    @Test
    void e50_timesWithinOneMicrosecondArePagedThroughOnce() {
        IntStream.rangeClosed(1, 5).forEach(i -> record(i, NOON.plusNanos(100L * i)));

        assertThat(pages(query().limit(1))).containsExactly(5, 4, 3, 2, 1);
    }

    @Test
    void e50_aForgedOrForeignCursorIsInvalid() {
        IntStream.rangeClosed(1, 3).forEach(i -> record(i, NOON));
        var cursor = ask(query().limit(1)).nextCursor();
        var forged = (cursor.startsWith("A") ? "B" : "A") + cursor.substring(1);

        assertThat(failureOf(query().cursor(forged))).isEqualTo(FailureCode.INVALID);
        assertThat(failureOf(query().cursor("garbage"))).isEqualTo(FailureCode.INVALID);
        assertThat(failureOf(query().cursor(""))).isEqualTo(FailureCode.INVALID);
        assertThat(failureOf(query().cursor(cursor).user("another"))).isEqualTo(FailureCode.INVALID);
        assertThat(failureOf(query().cursor(cursor).mode("Quick"))).isEqualTo(FailureCode.INVALID);
        assertThat(failureOf(query().cursor(cursor))).isNull();
    }

    @Test
    void e50_aCursorOfOneNodeOpensOnAnother(Sandbox sandbox) {
        IntStream.rangeClosed(1, 3).forEach(i -> record(i, NOON));
        var cursor = ask(query().limit(1)).nextCursor();
        try (var another = Deployed.on(sandbox.postgres(), 1)) {
            var next = another.ask(PARTICIPATION_HISTORY, query().cursor(cursor).build());

            assertThat(numbers(next)).containsExactly(2, 1);
        }
    }

    @Test
    void fromAndToAreHalfOpenAndLeaveOutWhatHasNoTime() {
        record(1, null);
        record(2, NOON);
        record(3, NOON.plusSeconds(1));
        record(4, NOON.plusSeconds(2));

        assertThat(pages(query().from(NOON.plusSeconds(1)))).containsExactly(4, 3);
        assertThat(pages(query().to(NOON.plusSeconds(1)))).containsExactly(2);
        assertThat(pages(query().from(NOON).to(NOON.plusSeconds(2)).limit(1))).containsExactly(3, 2);
        assertThat(pages(query().from(NOON).to(NOON))).isEmpty();
    }

    @Test
    void fromAndToFinerThanAMicrosecondAreMeantAsTheyAre() {
        record(1, NOON);
        record(2, NOON.plusNanos(1_000));

        assertThat(pages(query().from(NOON.plusNanos(1)))).containsExactly(2);
        assertThat(pages(query().to(NOON.plusNanos(1)))).containsExactly(1);
    }

    @Test
    void typeModeAndResultAreEqualities() {
        record(1, NOON, "Tournament", "Quick", "Won");
        record(2, NOON, "League", "Quick", "Won");
        record(3, NOON, "Tournament", "Slow", "Won");
        record(4, NOON, "Tournament", "Quick", "Lost");

        assertThat(pages(query().type("League"))).containsExactly(2);
        assertThat(pages(query().mode("Slow"))).containsExactly(3);
        assertThat(pages(query().result("Lost"))).containsExactly(4);
        assertThat(pages(query().type("tournament"))).isEmpty();
        assertThat(pages(query().type("Tournament").mode("Quick").limit(1))).containsExactly(4, 1);
        assertThat(pages(query().type("Tournament")
                        .mode("Quick")
                        .result("Won")
                        .from(NOON)
                        .to(NOON.plusSeconds(1))))
                .containsExactly(1);
    }

    @Test
    void e24_theSameUserIdOfTwoIssuersIsTwoPeople() {
        record(1, NOON);

        assertThat(pages(query().issuer("another"))).isEmpty();
        assertThat(pages(query())).containsExactly(1);
    }

    @Test
    void aPageOfALongHistoryIsReadFromTheIndexInItsOrder(Sandbox sandbox) {
        analytics.sql("""
                INSERT INTO analytics.participation (issuer, source, source_id, user_id, revision, type, type_value,
                    result, occurred_at, mode, buy_in_stake, amount_won)
                SELECT 'issuer', 'seed', n, 'user', 0, 'Tournament', n, 'Won', now() - n * interval '1 s', 'Quick', 1, 2
                FROM generate_series(1, 20000) AS n;
                ANALYZE analytics.participation
                """);
        var first = new HistoryQuery(query().build(), null, 101);
        var later = new HistoryQuery(query().from(NOON).build(), new Position(Instant.now(), 1), 101);

        assertThat(List.of(plan(sandbox, first), plan(sandbox, later)))
                .allSatisfy(plan -> assertThat(plan)
                        .contains("Index Scan using participation_history")
                        .doesNotContain("Sort"));
        assertThat(plan(sandbox, later)).contains("ROW(sort_at, id) <").doesNotContain("Filter");
    }

    private static String plan(Sandbox sandbox, HistoryQuery query) {
        var vertx = Vertx.vertx();
        try {
            var rows = Postgres.connect(vertx, sandbox.postgres())
                    .query("EXPLAIN " + query.sql(), query.arguments())
                    .await();
            return StreamSupport.stream(rows.spliterator(), false)
                    .map((Row row) -> row.getString(0))
                    .collect(Collectors.joining("\n"));
        } finally {
            vertx.close().await();
        }
    }

    /** The numbers of all pages, one after the other. */
    private static List<Integer> pages(Query query) {
        var numbers = new ArrayList<Integer>();
        for (var page = ask(query); ; page = ask(query.cursor(page.nextCursor()))) {
            numbers.addAll(numbers(page));
            if (page.nextCursor() == null) {
                return numbers;
            }
        }
    }

    private static Participations ask(Query query) {
        return analytics.ask(PARTICIPATION_HISTORY, query.build());
    }

    private static FailureCode failureOf(Query query) {
        return analytics.failureOf(PARTICIPATION_HISTORY, query.build());
    }

    private static List<Integer> numbers(Participations page) {
        return page.participations().stream()
                .map(Participation::typeValue)
                .map(BigDecimal::intValueExact)
                .toList();
    }

    private static void record(int number, Instant occurredAt) {
        record(number, occurredAt, "Tournament", "Quick", "Won");
    }

    private static void record(int number, Instant occurredAt, String type, String mode, String result) {
        record(number, 0, occurredAt, type, mode, result);
    }

    private static void correct(int number, Instant occurredAt) {
        record(number, 1, occurredAt, "Tournament", "Quick", "Won");
    }

    private static void record(int number, long revision, Instant occurredAt, String type, String mode, String result) {
        analytics.ask(
                RECORD_PARTICIPATION,
                new RecordParticipation(
                        "issuer",
                        "user",
                        "arena",
                        "match-" + number,
                        revision,
                        type,
                        BigDecimal.valueOf(number),
                        result,
                        occurredAt,
                        mode,
                        BigDecimal.ONE,
                        BigDecimal.TEN));
    }

    private static Query query() {
        return new Query("issuer", "user", null, null, null, null, null, null, null);
    }

    /** A request for a page, field by field. */
    private record Query(
            String issuer,
            String user,
            Integer limit,
            String cursor,
            Instant from,
            Instant to,
            String type,
            String mode,
            String result) {

        FindParticipations build() {
            return new FindParticipations(issuer, user, limit, cursor, from, to, type, mode, result);
        }

        Query issuer(String other) {
            return new Query(other, user, limit, cursor, from, to, type, mode, result);
        }

        Query user(String other) {
            return new Query(issuer, other, limit, cursor, from, to, type, mode, result);
        }

        Query limit(int other) {
            return new Query(issuer, user, other, cursor, from, to, type, mode, result);
        }

        Query cursor(String other) {
            return new Query(issuer, user, limit, other, from, to, type, mode, result);
        }

        Query from(Instant other) {
            return new Query(issuer, user, limit, cursor, other, to, type, mode, result);
        }

        Query to(Instant other) {
            return new Query(issuer, user, limit, cursor, from, other, type, mode, result);
        }

        Query type(String other) {
            return new Query(issuer, user, limit, cursor, from, to, other, mode, result);
        }

        Query mode(String other) {
            return new Query(issuer, user, limit, cursor, from, to, type, other, result);
        }

        Query result(String other) {
            return new Query(issuer, user, limit, cursor, from, to, type, mode, other);
        }
    }
}
