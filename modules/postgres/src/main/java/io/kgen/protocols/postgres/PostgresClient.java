package io.kgen.protocols.postgres;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * PostgreSQL as one verticle instance uses it: prepared statements over a few pipelined connections, each with
 * a deadline, and a bounded number of them under way.
 *
 * <p>A statement that PostgreSQL refuses fails with {@link StatementRejectedException}, for the store to judge; everything that means
 * "not now" (away, hung, shutting down, too much under way) fails with {@link FailureCode#UNAVAILABLE}.
 */
public final class PostgresClient {

    /** SQLSTATE classes that say nothing about the statement: connection, login, deadlock, resources, operator, system. */
    private static final Set<String> NOT_NOW = Set.of("08", "28", "3D", "40", "53", "57", "58");
    /** A failed-over server that still takes reads: {@code read_only_sql_transaction}. */
    static final Set<String> READ_ONLY = Set.of("25006");
    /** What {@code check_deadline} of each schema raises: the statement came too late and changed nothing (E89). */
    static final Set<String> PAST_DEADLINE = Set.of("PD001");
    /** A lock that was not granted in time: {@code lock_not_available}. */
    private static final Set<String> LOCKED = Set.of("55P03");
    /** How the driver begins to say, quoting the value, that an argument is of the wrong type; it has no type for that. */
    private static final String MISFIT = "Parameter at position";

    /** A connection that is opened once: {@link PipelinedConnection} replaces it. */
    private static final PoolOptions ONE_CONNECTION =
            new PoolOptions().setMaxSize(1).setConnectionTimeout(0);

    /** Shorter than any firewall forgets a connection. */
    private static final long KEEP_ALIVE_MILLIS = 15_000;

    /** After which the system gives up a connection whose packets are not acknowledged; where it can be asked to. */
    private static final int TCP_USER_TIMEOUT_MILLIS = 30_000;

    private final Vertx vertx;
    private final List<PipelinedConnection> links;
    private final int limit;
    private final long writeNanos;
    private final long timer;

    private PostgresClient(Vertx vertx, List<PipelinedConnection> links, PostgresConfig config) {
        this.vertx = vertx;
        this.links = links;
        this.limit = config.poolSize() + config.queueSize();
        this.writeNanos = forStatement(config.timeout().toNanos());
        this.timer = vertx.setPeriodic(KEEP_ALIVE_MILLIS, tick -> links.forEach(PipelinedConnection::keepAlive));
    }

    /** Connects lazily: it succeeds with PostgreSQL away. */
    public static PostgresClient connect(Vertx vertx, PostgresConfig config) {
        var timeoutMillis = Math.toIntExact(config.timeout().toMillis());
        var options = options(config);
        Supplier<Pool> pools = () -> PgBuilder.pool()
                .with(ONE_CONNECTION)
                .with(new NetClientOptions()
                        .setTcpKeepAlive(true)
                        .setTcpUserTimeout(TCP_USER_TIMEOUT_MILLIS)
                        .setConnectTimeout(timeoutMillis))
                .connectingTo(options)
                .using(vertx)
                .build();
        var links = Stream.generate(() -> new PipelinedConnection(pools, timeoutMillis))
                .limit(config.poolSize())
                .toList();
        return new PostgresClient(vertx, links, config);
    }

    private static PgConnectOptions options(PostgresConfig config) {
        // PostgreSQL is the first to give up, so that a statement that merely is slow does not cost its connection.
        var statementTimeout = config.timeout().toMillis() * 4 / 5;
        var options = new PgConnectOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setDatabase(config.database())
                .setUser(config.user())
                .setPassword(config.password().value())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(256)
                .addProperty("application_name", "platform-protocols")
                // Whatever the server's own setting is: an answer means that its commit survives a crash.
                .addProperty("synchronous_commit", "on")
                .addProperty("statement_timeout", Long.toString(statementTimeout));
        return config.tls().apply(options);
    }

    /** Runs one statement that changes nothing which somebody waits for. Its future completes after the commit. */
    public Future<RowSet<Row>> query(String sql, Tuple arguments) {
        return run(PostgresStatement.read(sql, arguments));
    }

    public Future<RowSet<Row>> query(String sql) {
        return query(sql, Tuple.tuple());
    }

    /**
     * Runs one statement, which is its own transaction, for a caller who is waiting: the future completes after the commit.
     * Once it has failed as {@link FailureCode#UNAVAILABLE}, or the caller waits no more, PostgreSQL does not begin a commit
     * of it, however late the statement arrives or however long it waits for a lock (E89).
     *
     * @param sql passes its last parameter, a {@code timestamptz}, to the {@code check_deadline} of its schema, as the last
     *     thing that it does; the arguments are those before it
     * @param deadline {@link System#nanoTime()} after which the caller waits no more
     */
    public Future<RowSet<Row>> write(String sql, Tuple arguments, long deadline) {
        var now = System.nanoTime();
        var left = Math.min(writeNanos, forStatement(deadline - now));
        return left > 0
                ? run(PostgresStatement.write(sql, arguments, now, now + left))
                : Future.failedFuture(unavailable(new TimeoutException("the caller waits no more")));
    }

    /**
     * Nine tenths: the rest is for the commit and the way back. A statement that could commit until the last moment would
     * commit after a caller whose timer was early, if only by a millisecond.
     */
    private static long forStatement(long nanos) {
        return nanos / 10 * 9;
    }

    private Future<RowSet<Row>> run(PostgresStatement statement) {
        var inFlight = 0;
        var idlest = links.get(0);
        for (var link : links) {
            inFlight += link.inFlight();
            idlest = link.inFlight() < idlest.inFlight() ? link : idlest;
        }
        if (inFlight >= limit) {
            return Future.failedFuture(unavailable(new IllegalStateException("too many statements are in flight")));
        }
        return idlest.run(statement).recover(failure -> Future.failedFuture(classify(failure)));
    }

    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return Future.all(links.stream().map(PipelinedConnection::close).toList())
                .mapEmpty();
    }

    private static Throwable classify(Throwable failure) {
        if (failure instanceof PgException refused && !isNotNow(refused.getSqlState())) {
            return new StatementRejectedException(refused);
        }
        if (String.valueOf(failure.getMessage()).startsWith(MISFIT)) {
            return new IllegalArgumentException("an argument does not fit the type of its parameter");
        }
        return unavailable(failure);
    }

    private static ServiceException unavailable(Throwable cause) {
        return ServiceException.unavailable("the database is not available", cause);
    }

    private static boolean isNotNow(String sqlState) {
        return sqlState == null
                || sqlState.length() < 2
                || NOT_NOW.contains(sqlState.substring(0, 2))
                || READ_ONLY.contains(sqlState)
                || PAST_DEADLINE.contains(sqlState)
                || LOCKED.contains(sqlState);
    }
}
