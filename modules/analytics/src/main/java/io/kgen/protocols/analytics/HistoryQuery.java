package io.kgen.protocols.analytics;

import io.kgen.protocols.contracts.analytics.FindParticipations;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The statement of one page: only the conditions that were asked for, so that each combination of filters is a prepared
 * statement of its own and walks the index from the page's place.
 */
final class HistoryQuery {

    private static final String SELECT = """
            SELECT id, type, type_value, result, occurred_at, mode, buy_in_stake, amount_won
            FROM analytics.participation
            WHERE TRUE""";

    private final StringBuilder sql = new StringBuilder(SELECT);
    private final Tuple arguments = Tuple.tuple();

    /**
     * @param after the last row of the page before, or null for the first page
     */
    HistoryQuery(FindParticipations query, Position after, int rows) {
        and("issuer = ?", query.issuer());
        and("user_id = ?", query.userId());
        between(query.from(), query.to());
        and("type = ?", query.type());
        and("mode = ?", query.mode());
        and("result = ?", query.result());
        after(after);
        append(" ORDER BY sort_at DESC, id DESC LIMIT ?", rows);
    }

    String sql() {
        return sql.toString();
    }

    Tuple arguments() {
        return arguments;
    }

    /** Half-open. A row without a time is before every time, and in no period. */
    private void between(Instant from, Instant to) {
        if (from != null || to != null) {
            sql.append(" AND sort_at > '-infinity'");
        }
        and("sort_at >= ?", from == null ? null : ceiling(from));
        and("sort_at < ?", to == null ? null : ceiling(to));
    }

    private void after(Position position) {
        if (position == null) {
            return;
        }
        if (position.occurredAt() == null) {
            append(" AND (sort_at, id) < ('-infinity', ?)", position.id());
        } else {
            append(" AND (sort_at, id) < (?, ?)", position.occurredAt().atOffset(ZoneOffset.UTC), position.id());
        }
    }

    private void and(String condition, Object argument) {
        if (argument != null) {
            append(" AND " + condition, argument);
        }
    }

    private void append(String part, Object... values) {
        var numbered = part;
        for (var value : values) {
            arguments.addValue(value);
            numbered = numbered.replaceFirst("\\?", "\\$" + arguments.size());
        }
        sql.append(numbered);
    }

    /** Stored times are whole microseconds, and one of those is before 0.3 µs if and only if it is before 1 µs. */
    private static Object ceiling(Instant time) {
        var micros = time.truncatedTo(ChronoUnit.MICROS);
        return (micros.equals(time) ? micros : micros.plus(1, ChronoUnit.MICROS)).atOffset(ZoneOffset.UTC);
    }
}
