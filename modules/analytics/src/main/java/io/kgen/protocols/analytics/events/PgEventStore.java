package io.kgen.protocols.analytics.events;

import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.Rows;
import io.kgen.protocols.postgres.StatementRejectedException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Events and their idempotency keys in PostgreSQL. */
final class PgEventStore implements EventStore {

    /** One array per column, so that groups of every size share one prepared statement. */
    private static final String APPEND = """
            SELECT analytics.append_events($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6)
            """;

    /** Returns the positions, from one, of the events whose key is already stored. */
    private static final String APPEND_ONCE = """
            SELECT place FROM analytics.append_events_once(
                $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8) AS place
            """;

    /** A statement of its own: a key that another transaction has just committed is not in the snapshot of the insert. */
    private static final String COMPARE = """
            SELECT known.content = sent.content AS same
            FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS sent (key, content, place)
            LEFT JOIN analytics.event_key AS known ON known.id = sent.key
            ORDER BY place
            """;

    private final PostgresClient postgres;

    PgEventStore(PostgresClient postgres) {
        this.postgres = postgres.measure("append_events", APPEND)
                .measure("append_events_once", APPEND_ONCE)
                .measure("compare_event_keys", COMPARE);
    }

    @Override
    public Future<List<AppendResult>> append(List<RecordEvent> group, long deadline) {
        var keyed = group.stream().anyMatch(event -> event.key() != null);
        return (keyed ? appendOnce(group, deadline) : appendAll(group, deadline))
                .recover(failure ->
                        Future.failedFuture(isCausedByARow(failure) ? new GroupRejectedException(failure) : failure));
    }

    private Future<List<AppendResult>> appendAll(List<RecordEvent> group, long deadline) {
        return postgres.write(APPEND, columns(group), deadline)
                .map(Collections.nCopies(group.size(), AppendResult.STORED));
    }

    private Future<List<AppendResult>> appendOnce(List<RecordEvent> group, long deadline) {
        var keys = group.stream().map(IdempotencyKeyDigest::of).toList();
        return postgres.write(APPEND_ONCE, addTo(columns(group), keys), deadline)
                .map(PgEventStore::indexes)
                .compose(taken -> taken.isEmpty()
                        ? Future.succeededFuture(Collections.nCopies(group.size(), AppendResult.STORED))
                        : compare(keys, taken));
    }

    /** Never fails, because the group is committed. */
    private Future<List<AppendResult>> compare(List<IdempotencyKeyDigest> keys, List<Integer> taken) {
        var arguments = addTo(Tuple.tuple(), taken.stream().map(keys::get).toList());
        return postgres.query(COMPARE, arguments)
                .map(rows -> Rows.stream(rows).map(PgEventStore::toResult).toList())
                .otherwise(Collections.nCopies(taken.size(), AppendResult.UNKNOWN))
                .map(compared -> results(keys.size(), taken, compared));
    }

    private static List<AppendResult> results(int size, List<Integer> taken, List<AppendResult> compared) {
        var results = new ArrayList<>(Collections.nCopies(size, AppendResult.STORED));
        for (var i = 0; i < taken.size(); i++) {
            results.set(taken.get(i), compared.get(i));
        }
        return results;
    }

    private static AppendResult toResult(Row row) {
        var same = row.getBoolean("same");
        if (same == null) {
            return AppendResult.UNKNOWN;
        }
        return same ? AppendResult.DUPLICATE : AppendResult.CONFLICT;
    }

    /** PostgreSQL counts from one. */
    private static List<Integer> indexes(RowSet<Row> rows) {
        return Rows.stream(rows).map(row -> row.getInteger("place") - 1).toList();
    }

    /** SQLSTATE classes 22 (data exception) and 23 (integrity constraint violation). */
    private static boolean isCausedByARow(Throwable failure) {
        return failure instanceof StatementRejectedException rejected
                && (rejected.sqlState().startsWith("22") || rejected.sqlState().startsWith("23"));
    }

    private static Tuple columns(List<RecordEvent> group) {
        return Tuple.tuple()
                .addArrayOfString(column(group, event -> event.player().issuer()))
                .addArrayOfString(column(group, event -> event.player().userId()))
                .addArrayOfString(column(group, RecordEvent::eventId))
                .addArrayOfString(column(group, event -> event.attributes().json()))
                .addArrayOfString(column(group, RecordEvent::occurredAt));
    }

    private static String[] column(List<RecordEvent> group, Function<RecordEvent, String> value) {
        var column = new String[group.size()];
        for (var i = 0; i < column.length; i++) {
            column[i] = value.apply(group.get(i));
        }
        return column;
    }

    private static Tuple addTo(Tuple columns, List<IdempotencyKeyDigest> keys) {
        return columns.addArrayOfUUID(
                        keys.stream().map(IdempotencyKeyDigest::id).toArray(UUID[]::new))
                .addArrayOfUUID(keys.stream().map(IdempotencyKeyDigest::content).toArray(UUID[]::new));
    }
}
