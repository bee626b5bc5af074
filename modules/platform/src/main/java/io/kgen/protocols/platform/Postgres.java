package io.kgen.protocols.platform;

import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL as one verticle instance uses it: prepared statements over a bounded pool, each with a deadline.
 *
 * <p>A statement that PostgreSQL refuses fails with {@link StatementRefused}, for the store to judge; everything that means
 * "not now" (away, hung, shutting down, queue full) fails with {@link FailureCode#UNAVAILABLE}.
 */
public final class Postgres {

    /** SQLSTATE classes that say nothing about the statement: connection, login, deadlock, resources, operator, system. */
    private static final Set<String> NOT_NOW = Set.of("08", "28", "3D", "40", "53", "57", "58");
    /** A failed-over server that still takes reads: {@code read_only_sql_transaction}. */
    private static final String READ_ONLY = "25006";
    /** How the driver begins to say, quoting the value, that an argument is of the wrong type; it has no type for that. */
    private static final String MISFIT = "Parameter at position";

    private final Pool pool;
    private final long timeoutMillis;

    private Postgres(Pool pool, long timeoutMillis) {
        this.pool = pool;
        this.timeoutMillis = timeoutMillis;
    }

    /** Connects lazily: it succeeds with PostgreSQL away. */
    public static Postgres connect(Vertx vertx, PostgresConfig config) {
        var timeoutMillis = Math.toIntExact(config.timeout().toMillis());
        var connect = new PgConnectOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setDatabase(config.database())
                .setUser(config.user())
                .setPassword(config.password().value())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(256)
                .addProperty("application_name", "platform-protocols")
                .addProperty("statement_timeout", Integer.toString(timeoutMillis));
        var size = new PoolOptions()
                .setMaxSize(config.poolSize())
                .setMaxWaitQueueSize(config.queueSize())
                .setConnectionTimeout(timeoutMillis)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
        var pool =
                PgBuilder.pool().with(size).connectingTo(connect).using(vertx).build();
        return new Postgres(pool, timeoutMillis);
    }

    /** Runs one statement, which is its own transaction: the future completes after the commit. */
    public Future<RowSet<Row>> query(String sql, Tuple arguments) {
        return pool.preparedQuery(sql)
                .execute(arguments)
                .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                .recover(failure -> Future.failedFuture(classify(failure)));
    }

    public Future<RowSet<Row>> query(String sql) {
        return query(sql, Tuple.tuple());
    }

    public Future<Void> close() {
        return pool.close();
    }

    private static Throwable classify(Throwable failure) {
        if (failure instanceof PgException refused && !isNotNow(refused.getSqlState())) {
            return new StatementRefused(refused);
        }
        if (String.valueOf(failure.getMessage()).startsWith(MISFIT)) {
            return new IllegalArgumentException("an argument does not fit the type of its parameter");
        }
        return ServiceFailure.unavailable("the database is not available", failure);
    }

    private static boolean isNotNow(String sqlState) {
        return sqlState == null
                || sqlState.length() < 2
                || NOT_NOW.contains(sqlState.substring(0, 2))
                || READ_ONLY.equals(sqlState);
    }
}
