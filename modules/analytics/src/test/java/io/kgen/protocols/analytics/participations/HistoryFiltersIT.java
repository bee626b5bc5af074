package io.kgen.protocols.analytics.participations;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Rows;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Sandbox;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The filters of the history, and the index that PostgreSQL uses for them. */
@ExtendWith(VertxExtension.class)
class HistoryFiltersIT extends HistoryFixture {

    @Test
    void fromAndToAreAHalfOpenIntervalThatOmitsMatchesWithoutATime() {
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
    void fromAndToAreComparedInNanoseconds() {
        record(1, NOON);
        record(2, NOON.plusNanos(1_000));

        assertThat(pages(query().from(NOON.plusNanos(1)))).containsExactly(2);
        assertThat(pages(query().to(NOON.plusNanos(1)))).containsExactly(1);
    }

    @Test
    void typeModeAndResultAreComparedForEquality() {
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
    void e24_theSameUserIdOfTwoIssuersIsTwoPlayers() {
        record(1, NOON);

        assertThat(pages(query().issuer("another"))).isEmpty();
        assertThat(pages(query())).containsExactly(1);
    }

    @Test
    void readsAPageOfALongHistoryInTheOrderOfTheIndex(Sandbox sandbox, Vertx vertx) {
        analytics.sql("""
                INSERT INTO analytics.participation (issuer, source, source_id, user_id, revision, type, type_value,
                    result, occurred_at, mode, buy_in_stake, amount_won)
                SELECT 'issuer', 'seed', n, 'user', 0, 'Tournament', n, 'Won', now() - n * interval '1 s', 'Quick', 1, 2
                FROM generate_series(1, 20000) AS n;
                ANALYZE analytics.participation
                """);
        var first = new HistoryQuery(query().build(), null, 101);
        var later = new HistoryQuery(query().from(NOON).build(), new KeysetPosition(Instant.now(), 1), 101);

        assertThat(List.of(plan(vertx, sandbox, first), plan(vertx, sandbox, later)))
                .allSatisfy(plan -> assertThat(plan)
                        .contains("Index Scan using participation_history")
                        .doesNotContain("Sort"));
        assertThat(plan(vertx, sandbox, later)).contains("ROW(sort_at, id) <").doesNotContain("Filter");
    }

    private static String plan(Vertx vertx, Sandbox sandbox, HistoryQuery query) {
        var rows = PostgresClient.connect(vertx, TestPostgres.config(sandbox.postgres()))
                .query("EXPLAIN " + query.sql(), query.arguments())
                .await();
        return Rows.stream(rows).map((Row row) -> row.getString(0)).collect(Collectors.joining("\n"));
    }
}
