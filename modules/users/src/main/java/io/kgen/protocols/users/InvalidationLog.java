package io.kgen.protocols.users;

import io.kgen.protocols.postgres.PostgresClient;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The invalidation log in PostgreSQL. The triggers of {@code V3__invalidation.sql} write it. */
final class InvalidationLog {

    static final int PAGE_SIZE = 1_000;

    private static final int DELETED_AT_A_TIME = 5_000;

    /**
     * What became visible between the snapshot {@code $1} and now, and the snapshot of now. A transaction id that this
     * server has not reached yet is of another server, whose data was copied.
     */
    private static final String SINCE = """
            SELECT now.snapshot::text, position, version, player_hash
            FROM (SELECT pg_current_snapshot() AS snapshot) AS now
            LEFT JOIN LATERAL (
                SELECT position, version, player_hash
                FROM users.invalidation
                WHERE transaction >= pg_snapshot_xmin($1::text::pg_snapshot)
                    AND transaction < pg_snapshot_xmax(now.snapshot)
                    AND NOT pg_visible_in_snapshot(transaction, $1::text::pg_snapshot)
                LIMIT %d
            ) AS page ON true
            """.formatted(PAGE_SIZE);

    private static final String SNAPSHOT = "SELECT pg_current_snapshot()::text";

    private static final String PAGE = """
            SELECT '', position, version, player_hash
            FROM users.invalidation
            WHERE position > $1
            ORDER BY position
            LIMIT %d
            """.formatted(PAGE_SIZE);

    /** The future begins where PostgreSQL's clock was set back. */
    private static final String DELETE = """
            DELETE FROM users.invalidation
            WHERE position IN (
                SELECT position
                FROM users.invalidation
                WHERE written_at NOT BETWEEN now() - make_interval(secs => $1) AND now() + make_interval(secs => $1)
                LIMIT %d
                FOR UPDATE SKIP LOCKED)
            """.formatted(DELETED_AT_A_TIME);

    /**
     * Some rows of the log.
     *
     * @param snapshot of PostgreSQL that they were read in
     * @param end the highest position in the page
     */
    record Page(String snapshot, List<Invalidation> rows, long end) {

        /** There may be more rows. */
        boolean isFull() {
            return rows.size() == PAGE_SIZE;
        }
    }

    private final PostgresClient postgres;

    InvalidationLog(PostgresClient postgres) {
        this.postgres = postgres.measure("read_invalidations", SINCE)
                .measure("read_snapshot", SNAPSHOT)
                .measure("replay_invalidations", PAGE)
                .measure("delete_invalidations", DELETE);
    }

    /** The current snapshot of PostgreSQL, from which {@link #since} can go on. */
    Future<String> snapshot() {
        return postgres.query(SNAPSHOT).map(rows -> rows.iterator().next().getString(0));
    }

    /** The rows that were committed after the snapshot was taken; one page of them. */
    Future<Page> since(String snapshot) {
        return postgres.query(SINCE, Tuple.of(snapshot)).map(InvalidationLog::page);
    }

    /** The next rows by position; an empty page at the end. */
    Future<Page> page(long afterPosition) {
        return postgres.query(PAGE, Tuple.of(afterPosition)).map(InvalidationLog::page);
    }

    /** Deletes rows that are older, in batches. */
    Future<Void> deleteOlderThan(Duration age) {
        return postgres.query(DELETE, Tuple.of(age.toMillis() / 1000.0))
                .compose(deleted ->
                        deleted.rowCount() == DELETED_AT_A_TIME ? deleteOlderThan(age) : Future.succeededFuture());
    }

    private static Page page(RowSet<Row> rows) {
        var snapshot = "";
        var end = 0L;
        var invalidations = new ArrayList<Invalidation>(rows.size());
        for (var row : rows) {
            snapshot = row.getString(0);
            if (row.getLong(1) != null) {
                end = row.getLong(1);
                var key = CacheKey.ofHash(row.getBuffer(3).getBytes());
                invalidations.add(new Invalidation(key, row.getLong(2)));
            }
        }
        return new Page(snapshot, invalidations, end);
    }
}
