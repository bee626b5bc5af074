package io.kgen.protocols.postgres;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;

/** One open, pipelined connection to PostgreSQL, with the time of its last response and a reading of the server's clock. */
final class PostgresConnection {

    /**
     * A connection without traffic for this time is checked before the next statement. A firewall may have dropped it, which
     * the statement would notice only by its timeout (E18).
     */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String READ_CLOCK = "SELECT clock_timestamp()";

    private final Pool pool;
    private final SqlConnection connection;
    private ServerClock clock;
    private final long openedAt = System.nanoTime();
    private int inFlight;
    private long respondedAt;
    private boolean retired;
    private boolean closed;

    private PostgresConnection(Pool pool, SqlConnection connection, PostgresMeters meters) {
        this.pool = pool;
        this.connection = connection;
        meters.connected();
        connection.closeHandler(closing -> {
            closed = true;
            meters.disconnected();
        });
    }

    /**
     * Opens a connection and reads the server's clock.
     *
     * @param pool a pool of one connection, which is closed with it
     */
    static Future<PostgresConnection> open(Pool pool, PostgresMeters meters) {
        return pool.getConnection()
                .map(connection -> new PostgresConnection(pool, connection, meters))
                .compose(opened -> opened.readClock().map(opened));
    }

    /** Fails with the exception of the driver. */
    Future<RowSet<Row>> execute(PostgresStatement statement) {
        return trackResponse(connection.preparedQuery(statement.sql()).execute(statement.arguments(clock)));
    }

    /** Reads the server's clock, which also shows that the server responds. */
    Future<Void> readClock() {
        return trackResponse(connection.query(READ_CLOCK).execute())
                .onSuccess(rows -> clock = ServerClock.received(
                        rows.iterator().next().getOffsetDateTime(0).toInstant()))
                .mapEmpty();
    }

    boolean isIdle() {
        return inFlight == 0 && System.nanoTime() - respondedAt > IDLE_NANOS;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether the server has not responded since then. */
    boolean hasNotRespondedSince(long nanoTime) {
        return respondedAt - nanoTime < 0;
    }

    boolean wasOpenAt(long nanoTime) {
        return openedAt - nanoTime <= 0;
    }

    /** Closes the connection at once, without waiting for statements in flight. */
    Future<Void> close() {
        return pool.close();
    }

    /** Closes the connection when no statement is in flight. */
    void retire() {
        retired = true;
        closeIfRetired();
    }

    private void closeIfRetired() {
        if (retired && inFlight == 0) {
            close();
        }
    }

    private <T> Future<T> trackResponse(Future<T> response) {
        inFlight++;
        return response.onComplete((result, failure) -> {
            inFlight--;
            if (failure == null || failure instanceof PgException) {
                respondedAt = System.nanoTime();
            }
            closeIfRetired();
        });
    }
}
