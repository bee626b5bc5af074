package io.kgen.protocols.analytics.participations;

import io.kgen.protocols.contracts.analytics.ParticipationFilter;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * A statement about one player's participations with the conditions of the filters that are set. Each combination of filters
 * is a prepared statement of its own, so that PostgreSQL plans it for the index of the history.
 */
final class FilteredQuery {

    private final StringBuilder sql;
    private final Tuple arguments = Tuple.tuple();

    /**
     * @param select the statement up to {@code WHERE}
     */
    FilteredQuery(String select, ParticipationFilter filter) {
        sql = new StringBuilder(select).append(" WHERE TRUE");
        and("issuer = ?", filter.player().issuer());
        and("user_id = ?", filter.player().userId());
        between(filter.from(), filter.to());
        and("type = ?", filter.type());
        and("mode = ?", filter.mode());
        and("result = ?", filter.result());
    }

    String sql() {
        return sql.toString();
    }

    Tuple arguments() {
        return arguments;
    }

    /**
     * @param part each question mark in it becomes the parameter of one value
     */
    FilteredQuery append(String part, Object... values) {
        var numbered = part;
        for (var value : values) {
            arguments.addValue(value);
            numbered = numbered.replaceFirst("\\?", "\\$" + arguments.size());
        }
        sql.append(numbered);
        return this;
    }

    /** A half-open interval. Rows without a time are stored with {@code -infinity} and are in no interval. */
    private void between(Instant from, Instant to) {
        if (from != null || to != null) {
            sql.append(" AND sort_at > '-infinity'");
        }
        and("sort_at >= ?", from == null ? null : ceiling(from));
        and("sort_at < ?", to == null ? null : ceiling(to));
    }

    private void and(String condition, Object argument) {
        if (argument != null) {
            append(" AND " + condition, argument);
        }
    }

    /** Rounds up to whole microseconds, as times are stored: a stored time is before 0.3 µs if it is before 1 µs. */
    private static Object ceiling(Instant time) {
        var micros = time.truncatedTo(ChronoUnit.MICROS);
        return (micros.equals(time) ? micros : micros.plus(1, ChronoUnit.MICROS)).atOffset(ZoneOffset.UTC);
    }
}
