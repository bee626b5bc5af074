package io.kgen.protocols.analytics;

import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.platform.Postgres;
import io.kgen.protocols.platform.StatementRefused;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;

/** Events in PostgreSQL. */
final class PgEvents implements Events {

    /** A column an argument, so that a group of any size is the same prepared statement. */
    private static final String APPEND = """
            INSERT INTO analytics.event (issuer, user_id, event_id, attributes)
            SELECT issuer, user_id, event_id, attributes::json
            FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS e (issuer, user_id, event_id, attributes)
            """;

    private final Postgres postgres;

    PgEvents(Postgres postgres) {
        this.postgres = postgres;
    }

    @Override
    public Future<Void> append(List<RecordEvent> group) {
        var columns = Tuple.of(
                column(group, RecordEvent::issuer),
                column(group, RecordEvent::userId),
                column(group, RecordEvent::eventId),
                column(group, event -> event.attributes().json()));
        return postgres.query(APPEND, columns)
                .<Void>mapEmpty()
                .recover(failure -> Future.failedFuture(isOfARow(failure) ? new GroupRefused(failure) : failure));
    }

    /** SQLSTATE classes 22 and 23: a value or a constraint, thus one of the rows. */
    private static boolean isOfARow(Throwable failure) {
        return failure instanceof StatementRefused refused
                && (refused.sqlState().startsWith("22") || refused.sqlState().startsWith("23"));
    }

    private static String[] column(List<RecordEvent> group, Function<RecordEvent, String> value) {
        return group.stream().map(value).toArray(String[]::new);
    }
}
