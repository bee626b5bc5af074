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
 * Keeps one pipelined connection to PostgreSQL. It is opened when it is first needed, and replaced when it is lost, does not
 * respond (E06), or has prepared statements that became invalid (E17). Belongs to one event loop.
 */
final class PipelinedConnection {

    private static final long MAX_CHECK_MILLIS = 500;

    /**
     * SQLSTATEs for a prepared statement whose tables were changed: the type of a result or of a parameter has changed, or the
     * statement does not exist any more. The statement was not executed.
     */
    private static final Set<String> STALE_STATEMENT = Set.of("0A000", "26000", "08P01", "42804", "42883", "42P18");

    private final Supplier<Pool> pools;
    private final long timeoutMillis;
    private final long checkMillis;
    private final PostgresMeters meters;
    private Future<PostgresConnection> connection;
    private long connectingSince;
    private int inFlight;

    /** @param pools supplies pools of one connection each */
    PipelinedConnection(Supplier<Pool> pools, long timeoutMillis, PostgresMeters meters) {
        this.pools = pools;
        this.timeoutMillis = timeoutMillis;
        this.meters = meters;
        this.checkMillis = Math.min(MAX_CHECK_MILLIS, timeoutMillis / 4 + 1);
    }

    int inFlight() {
        return inFlight;
    }

    /** Fails with the exception of the driver, or with {@link TimeoutException}. */
    Future<RowSet<Row>> run(PostgresStatement statement) {
        meters.started(inFlight++ > 0);
        return start(statement)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .onComplete(done -> meters.finished(--inFlight > 0))
                .onFailure(failure -> replaceIfBroken(failure, statement));
    }

    /** Sends traffic, so that no firewall drops the connection, and reads the server's clock. */
    void keepAlive() {
        if (connection == null || !connection.succeeded()) {
            return;
        }
        var open = connection.result();
        if (open.isClosed() || open.isIdle()) {
            usableConnection();
        } else {
            open.readClock();
        }
    }

    /** Waits for the connection no longer than for a reply, because one that never opens would never close. */
    Future<Void> close() {
        return connection == null
                ? Future.succeededFuture()
                : connection
                        .compose(PostgresConnection::close)
                        .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                        .otherwiseEmpty();
    }

    private Future<RowSet<Row>> start(PostgresStatement statement) {
        return isReady()
                ? run(statement, connection.result())
                : usableConnection().compose(open -> run(statement, open));
    }

    private Future<RowSet<Row>> run(PostgresStatement statement, PostgresConnection open) {
        return open.execute(statement).recover(failure -> retry(statement, open, failure));
    }

    /** Retries once, and only if the server reports that the statement was not executed. */
    private Future<RowSet<Row>> retry(PostgresStatement statement, PostgresConnection used, Throwable failure) {
        if (hasSqlState(failure, STALE_STATEMENT)) {
            if (isCurrent(used)) {
                connection = null;
                used.retire();
            }
            return usableConnection().compose(open -> open.execute(statement));
        }
        if (hasSqlState(failure, Set.of(PostgresClient.PAST_DEADLINE)) && !statement.isPastDeadline()) {
            // The deadline has not passed by our clock, so the server's clock was changed, or its reading was delayed.
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

    /** A connection that is open and has responded recently. */
    private Future<PostgresConnection> usableConnection() {
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
        return PostgresConnection.open(pool, meters)
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

    private void replaceIfBroken(Throwable failure, PostgresStatement statement) {
        if (connection == null) {
            return;
        }
        if (connection.succeeded()) {
            var open = connection.result();
            // A read-only server is a former primary: a new connection may reach the new primary.
            if (hasSqlState(failure, Set.of(PostgresClient.READ_ONLY)) && open.wasOpenAt(statement.startedAt())) {
                connection = null;
                open.retire();
            } else if (failure instanceof TimeoutException && open.hasNotRespondedSince(statement.startedAt())) {
                // Does not wait for the close, which may hang as the connection does.
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
        return failure instanceof PgException rejected
                && rejected.getSqlState() != null
                && states.contains(rejected.getSqlState());
    }
}
