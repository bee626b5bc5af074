package io.kgen.protocols.postgres;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;

/** One open, pipelined connection to PostgreSQL, when it answered last, and what its server's clock showed. */
final class PostgresConnection {

    /**
     * After so long without traffic, the connection is checked before it carries a statement. A firewall that forgot the
     * connection drops packets silently, and the statement would only find out by its timeout (E18).
     */
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String READ_CLOCK = "SELECT clock_timestamp()";

    private final Pool pool;
    private final SqlConnection connection;
    private ServerClock clock;
    private final long openedAt = System.nanoTime();
    private int inFlight;
    private long answeredAt;
    private boolean retired;
    private boolean closed;

    private PostgresConnection(Pool pool, SqlConnection connection) {
        this.pool = pool;
        this.connection = connection;
        connection.closeHandler(closing -> closed = true);
    }

    /**
     * Opens a connection and reads the server's clock.
     *
     * @param pool of one connection, which this one takes over
     */
    static Future<PostgresConnection> open(Pool pool) {
        return pool.getConnection()
                .map(connection -> new PostgresConnection(pool, connection))
                .compose(opened -> opened.readClock().map(opened));
    }

    /** Fails with what the driver says. */
    Future<RowSet<Row>> execute(PostgresStatement statement) {
        return answered(connection.preparedQuery(statement.sql()).execute(statement.arguments(clock)));
    }

    /** Succeeds with an answer from the server, and notes its clock. */
    Future<Void> readClock() {
        return answered(connection.query(READ_CLOCK).execute())
                .onSuccess(rows -> clock = ServerClock.received(
                        rows.iterator().next().getOffsetDateTime(0).toInstant()))
                .mapEmpty();
    }

    boolean isIdle() {
        return inFlight == 0 && System.nanoTime() - answeredAt > IDLE_NANOS;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether the server has answered nothing since then. */
    boolean isSilentSince(long nanoTime) {
        return answeredAt - nanoTime < 0;
    }

    boolean wasOpenAt(long nanoTime) {
        return openedAt - nanoTime <= 0;
    }

    /** Closes the connection now: the driver does not wait for answers. */
    Future<Void> close() {
        return pool.close();
    }

    /** Closes the connection when all that is in flight has been answered. */
    void retire() {
        retired = true;
        closeIfRetired();
    }

    private void closeIfRetired() {
        if (retired && inFlight == 0) {
            close();
        }
    }

    private <T> Future<T> answered(Future<T> answer) {
        inFlight++;
        return answer.onComplete((result, failure) -> {
            inFlight--;
            if (failure == null || failure instanceof PgException) {
                answeredAt = System.nanoTime();
            }
            closeIfRetired();
        });
    }
}
