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
import java.util.stream.Stream;

/** Events and their idempotency keys in PostgreSQL. */
public final class PgEventStore implements EventStore {

    /** A column an argument, so that a group of any size is the same prepared statement. */
    private static final String APPEND = """
            SELECT analytics.append_events($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6)
            """;

    /** Gives the places of the events whose key is taken. */
    private static final String APPEND_ONCE = """
            SELECT place FROM analytics.append_events_once(
                $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8) AS place
            """;

    /** In a statement of its own, because a key that was waited for is not in the snapshot of the one that waited. */
    private static final String COMPARE = """
            SELECT known.content = sent.content AS same
            FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS sent (key, content, place)
            LEFT JOIN analytics.event_key AS known ON known.id = sent.key
            ORDER BY place
            """;

    private final PostgresClient postgres;

    public PgEventStore(PostgresClient postgres) {
        this.postgres = postgres;
    }

    @Override
    public Future<List<AppendResult>> append(List<RecordEvent> group, long deadline) {
        var keyed = group.stream().anyMatch(event -> event.key() != null);
        return (keyed ? appendOnce(group, deadline) : appendAll(group, deadline))
                .recover(failure ->
                        Future.failedFuture(isOfARow(failure) ? new GroupRejectedException(failure) : failure));
    }

    private Future<List<AppendResult>> appendAll(List<RecordEvent> group, long deadline) {
        return postgres.write(APPEND, columns(group), deadline)
                .map(Collections.nCopies(group.size(), AppendResult.STORED));
    }

    private Future<List<AppendResult>> appendOnce(List<RecordEvent> group, long deadline) {
        var keys = group.stream().map(IdempotencyKeyDigest::of).toList();
        return postgres.write(APPEND_ONCE, addTo(columns(group), keys), deadline)
                .map(PgEventStore::places)
                .compose(taken -> taken.isEmpty()
                        ? Future.succeededFuture(Collections.nCopies(group.size(), AppendResult.STORED))
                        : compare(keys, taken));
    }

    /** The group is committed, so that it does not fail any more. */
    private Future<List<AppendResult>> compare(List<IdempotencyKeyDigest> keys, List<Integer> taken) {
        var arguments = addTo(Tuple.tuple(), taken.stream().map(keys::get).toList());
        return postgres.query(COMPARE, arguments)
                .map(rows -> stream(rows).map(PgEventStore::comparison).toList())
                .otherwise(Collections.nCopies(taken.size(), AppendResult.UNKNOWN))
                .map(compared -> outcomes(keys.size(), taken, compared));
    }

    private static List<AppendResult> outcomes(int size, List<Integer> taken, List<AppendResult> compared) {
        var outcomes = new ArrayList<>(Collections.nCopies(size, AppendResult.STORED));
        for (var i = 0; i < taken.size(); i++) {
            outcomes.set(taken.get(i), compared.get(i));
        }
        return outcomes;
    }

    private static AppendResult comparison(Row row) {
        var same = row.getBoolean("same");
        if (same == null) {
            return AppendResult.UNKNOWN;
        }
        return same ? AppendResult.DUPLICATE : AppendResult.CONFLICT;
    }

    /** PostgreSQL counts from one. */
    private static List<Integer> places(RowSet<Row> rows) {
        return stream(rows).map(row -> row.getInteger("place") - 1).toList();
    }

    private static Stream<Row> stream(RowSet<Row> rows) {
        return Rows.stream(rows);
    }

    /** SQLSTATE classes 22 and 23: a value or a constraint, thus one of the rows. */
    private static boolean isOfARow(Throwable failure) {
        return failure instanceof StatementRejectedException refused
                && (refused.sqlState().startsWith("22") || refused.sqlState().startsWith("23"));
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
