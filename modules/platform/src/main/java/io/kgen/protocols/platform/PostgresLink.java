package io.kgen.protocols.platform;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One pipelined connection to PostgreSQL, made when it is first needed and again when it was lost. One that falls silent is
 * given up: whatever became of it, the next statement gets a new one (E06).
 */
final class PostgresLink {

    private final Supplier<SqlClient> clients;
    private final long timeoutMillis;
    private SqlClient client;
    private int underWay;
    private long answers;

    PostgresLink(Supplier<SqlClient> clients, long timeoutMillis) {
        this.clients = clients;
        this.timeoutMillis = timeoutMillis;
        this.client = clients.get();
    }

    int underWay() {
        return underWay;
    }

    Future<RowSet<Row>> query(String sql, Tuple arguments) {
        var used = client;
        var answersBefore = answers;
        underWay++;
        return used.preparedQuery(sql)
                .execute(arguments)
                .onComplete(answered -> answers++)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .onComplete(done -> underWay--)
                .onFailure(failure -> {
                    if (isReadOnly(failure) || (failure instanceof TimeoutException && answers == answersBefore)) {
                        giveUp(used);
                    }
                });
    }

    /** A new connection may find the new primary, or that this one takes writes again. */
    private static boolean isReadOnly(Throwable failure) {
        return failure instanceof PgException refused && Postgres.READ_ONLY.equals(refused.getSqlState());
    }

    /** A connection that never opened would never close: that is waited for no longer than an answer. */
    Future<Void> close() {
        return client.close().timeout(timeoutMillis, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    /** Closing may take as long as the silence does, so nobody waits for it. */
    private void giveUp(SqlClient silent) {
        if (client == silent) {
            client = clients.get();
            silent.close();
        }
    }
}
