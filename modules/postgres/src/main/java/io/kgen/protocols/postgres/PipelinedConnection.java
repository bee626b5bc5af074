package io.kgen.protocols.postgres;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The way to PostgreSQL over one pipelined connection at a time. The connection is opened when it is first needed, and
 * replaced when it was lost, does not answer (E06), or carries prepared statements that fit no more (E17). Belongs to one
 * event loop.
 */
final class PipelinedConnection {

    private static final long LONGEST_CHECK_MILLIS = 500;

    /**
     * What PostgreSQL says of a prepared statement whose tables have changed: the type of a result or of a parameter is
     * another one now, or the statement is gone. Nothing was executed.
     */
    private static final Set<String> STALE_STATEMENT = Set.of("0A000", "26000", "08P01", "42804", "42883", "42P18");

    private final Supplier<Pool> pools;
    private final long timeoutMillis;
    private final long checkMillis;
    private Future<PostgresConnection> connection;
    private long connectingSince;
    private int inFlight;

    /** @param pools of one connection each */
    PipelinedConnection(Supplier<Pool> pools, long timeoutMillis) {
        this.pools = pools;
        this.timeoutMillis = timeoutMillis;
        this.checkMillis = Math.min(LONGEST_CHECK_MILLIS, timeoutMillis / 4 + 1);
    }

    int inFlight() {
        return inFlight;
    }

    /** Fails with what the driver says, or with {@link TimeoutException}. */
    Future<RowSet<Row>> run(PostgresStatement statement) {
        inFlight++;
        return start(statement)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .onComplete(done -> inFlight--)
                .onFailure(failure -> examine(failure, statement));
    }

    /** Keeps the connection, if there is one, known to whatever is between here and the server, and its clock read. */
    void keepAlive() {
        if (connection == null || !connection.succeeded()) {
            return;
        }
        var open = connection.result();
        if (open.isClosed() || open.isIdle()) {
            usable();
        } else {
            open.readClock();
        }
    }

    /** A connection that never opened would never close: that is waited for no longer than an answer. */
    Future<Void> close() {
        return connection == null
                ? Future.succeededFuture()
                : connection
                        .compose(PostgresConnection::close)
                        .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                        .otherwiseEmpty();
    }

    private Future<RowSet<Row>> start(PostgresStatement statement) {
        return isReady() ? run(statement, connection.result()) : usable().compose(open -> run(statement, open));
    }

    private Future<RowSet<Row>> run(PostgresStatement statement, PostgresConnection open) {
        return open.execute(statement).recover(failure -> repeat(statement, open, failure));
    }

    /** Once, and only if the server itself says that nothing was executed. */
    private Future<RowSet<Row>> repeat(PostgresStatement statement, PostgresConnection used, Throwable failure) {
        if (hasSqlState(failure, STALE_STATEMENT)) {
            if (isCurrent(used)) {
                connection = null;
                used.retire();
            }
            return usable().compose(open -> open.execute(statement));
        }
        if (hasSqlState(failure, PostgresClient.PAST_DEADLINE) && !statement.isPastDeadline()) {
            // By our own clock there is time left, so the server's clock was changed, or was read late.
            return used.readClock().compose(read -> used.execute(statement));
        }
        return Future.failedFuture(failure);
    }

    private boolean isReady() {
        return connection != null
                && connection.succeeded()
                && !connection.result().isClosed()
                && !connection.result().isIdle();
    }

    /** A connection that is open, and answered a moment ago. */
    private Future<PostgresConnection> usable() {
        if (connection == null || connection.failed()) {
            connection = connect();
        } else if (connection.succeeded() && connection.result().isClosed()) {
            connection = connect();
        } else if (connection.succeeded() && connection.result().isIdle()) {
            connection = check(connection.result());
        }
        return connection;
    }

    private Future<PostgresConnection> connect() {
        var pool = pools.get();
        connectingSince = System.nanoTime();
        return PostgresConnection.open(pool)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .onFailure(failure -> pool.close());
    }

    private Future<PostgresConnection> check(PostgresConnection idle) {
        connectingSince = System.nanoTime();
        return idle.readClock()
                .timeout(checkMillis, TimeUnit.MILLISECONDS)
                .map(idle)
                .recover(failure -> {
                    idle.close();
                    return connect();
                });
    }

    private void examine(Throwable failure, PostgresStatement statement) {
        if (connection == null) {
            return;
        }
        if (connection.succeeded()) {
            var open = connection.result();
            // A read-only server was failed over: a new connection may find the new primary, or writes allowed again.
            if (hasSqlState(failure, PostgresClient.READ_ONLY) && open.wasOpenAt(statement.startedAt())) {
                connection = null;
                open.retire();
            } else if (failure instanceof TimeoutException && open.isSilentSince(statement.startedAt())) {
                // Closing may take as long as the silence does, so it is not waited for.
                connection = null;
                open.close();
            }
        } else if (failure instanceof TimeoutException && connectingSince - statement.startedAt() <= 0) {
            connection.onSuccess(PostgresConnection::retire);
            connection = null;
        }
    }

    private boolean isCurrent(PostgresConnection used) {
        return connection != null && connection.succeeded() && connection.result() == used;
    }

    private static boolean hasSqlState(Throwable failure, Set<String> states) {
        return failure instanceof PgException refused
                && refused.getSqlState() != null
                && states.contains(refused.getSqlState());
    }
}
