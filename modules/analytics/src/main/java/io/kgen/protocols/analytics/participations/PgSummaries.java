package io.kgen.protocols.analytics.participations;

import io.kgen.protocols.contracts.analytics.MonthSummary;
import io.kgen.protocols.contracts.analytics.ParticipationFilter;
import io.kgen.protocols.contracts.analytics.ParticipationSummary;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;

/** Summaries of participations. PostgreSQL aggregates, so that the result is a few rows for any number of participations. */
final class PgSummaries {

    /** A result is free text ("Won", "You Lost"), so the words in it decide. */
    private static final String SELECT = """
            SELECT grouping(month) = 1 AS is_total,
                   month,
                   count(*) AS played,
                   count(*) FILTER (WHERE has_won AND NOT has_lost) AS won,
                   count(*) FILTER (WHERE has_lost AND NOT has_won) AS lost,
                   coalesce(sum(buy_in_stake), 0) AS staked,
                   coalesce(sum(amount_won), 0) AS amount_won
            FROM (SELECT date_trunc('month', occurred_at AT TIME ZONE 'UTC') AS month,
                         result ~* '\\mwon\\M' AS has_won,
                         result ~* '\\mlost\\M' AS has_lost,
                         buy_in_stake,
                         amount_won
                  FROM analytics.participation""";

    /** The first row is the total, which exists also without participations; those without a time are the last group. */
    private static final String GROUP = """
            ) AS played
            GROUP BY GROUPING SETS ((), (month))
            ORDER BY is_total DESC, month DESC NULLS LAST
            LIMIT ?""";

    /** Its text varies with the filters. */
    private static final String SUMMARIZE = "summarize_participations";

    private final PostgresClient postgres;

    PgSummaries(PostgresClient postgres) {
        this.postgres = postgres.measure(SUMMARIZE, SUMMARIZE);
    }

    Future<ParticipationSummary> summarize(ParticipationFilter filter) {
        var query = query(filter);
        return postgres.query(SUMMARIZE, query.sql(), query.arguments()).map(PgSummaries::summary);
    }

    static FilteredQuery query(ParticipationFilter filter) {
        return new FilteredQuery(SELECT, filter).append(GROUP, ParticipationSummary.MAX_MONTHS + 1);
    }

    private static ParticipationSummary summary(RowSet<Row> rows) {
        var total = rows.iterator().next();
        return new ParticipationSummary(
                total.getLong("played"),
                total.getLong("won"),
                total.getLong("lost"),
                staked(total),
                amountWon(total),
                amountWon(total).subtract(staked(total)),
                months(rows));
    }

    private static List<MonthSummary> months(RowSet<Row> rows) {
        return Rows.stream(rows)
                .filter(row -> row.getLocalDateTime("month") != null)
                .map(PgSummaries::month)
                .toList();
    }

    private static MonthSummary month(Row row) {
        return new MonthSummary(
                YearMonth.from(row.getLocalDateTime("month")).toString(),
                row.getLong("played"),
                row.getLong("won"),
                staked(row),
                amountWon(row));
    }

    private static BigDecimal staked(Row row) {
        return row.getBigDecimal("staked");
    }

    private static BigDecimal amountWon(Row row) {
        return row.getBigDecimal("amount_won");
    }
}
