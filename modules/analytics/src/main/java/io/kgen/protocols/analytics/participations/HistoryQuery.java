package io.kgen.protocols.analytics.participations;

import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;

/** The statement of one page. Keyset pagination: it starts at the position in the index where the previous page ended. */
final class HistoryQuery {

    private static final String SELECT = """
            SELECT id, type, type_value, result, occurred_at, mode, buy_in_stake, amount_won
            FROM analytics.participation""";

    private final FilteredQuery query;

    /**
     * @param after the position of the last row of the previous page, or null for the first page
     */
    HistoryQuery(ListParticipations filter, KeysetPosition after, int rows) {
        query = new FilteredQuery(SELECT, filter);
        after(after);
        query.append(" ORDER BY sort_at DESC, id DESC LIMIT ?", rows);
    }

    String sql() {
        return query.sql();
    }

    Tuple arguments() {
        return query.arguments();
    }

    private void after(KeysetPosition position) {
        if (position == null) {
            return;
        }
        if (position.occurredAt() == null) {
            query.append(" AND (sort_at, id) < ('-infinity', ?)", position.id());
        } else {
            query.append(" AND (sort_at, id) < (?, ?)", position.occurredAt().atOffset(ZoneOffset.UTC), position.id());
        }
    }
}
