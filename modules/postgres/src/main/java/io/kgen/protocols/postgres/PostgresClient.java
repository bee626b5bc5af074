package io.kgen.protocols.postgres;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Tracing;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
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
 * The PostgreSQL client of one verticle instance: prepared statements over a few pipelined connections, with a timeout for
 * each statement and a limit for the statements in flight.
 *
 * <p>A statement that PostgreSQL rejects fails with {@link StatementRejectedException}, which the store handles. A transient
 * failure (PostgreSQL is unavailable, hangs or shuts down, or too many statements are in flight) fails with {@link
 * FailureCode#UNAVAILABLE}.
 */
public final class PostgresClient {

    /** SQLSTATE classes without relation to the statement: connection, login, deadlock, resources, operator, system. */
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "28", "3D", "40", "53", "57", "58");
    /** {@code read_only_sql_transaction}: after a failover, the former primary still accepts reads. */
    static final String READ_ONLY = "25006";
    /** Raised by {@code check_deadline} of each schema: the statement was too late and changed nothing (E89). */
    static final String PAST_DEADLINE = "PD001";
    /** {@code lock_not_available}: a lock was not granted in time. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** Single SQLSTATEs, in classes that are not transient as a whole. */
    private static final Set<String> TRANSIENT_STATES = Set.of(READ_ONLY, PAST_DEADLINE, LOCK_NOT_AVAILABLE);
    /**
     * The beginning of the driver's message for an argument of the wrong type. The message is the only way to recognize this
     * failure: the driver throws a general exception type for it. The rest of the message quotes the value, which may be
     * personal data, so it must be replaced.
     */
    private static final String BAD_PARAMETER_PREFIX = "Parameter at position";

    /** A pool with one connection; {@link PipelinedConnection} replaces the pool instead of waiting for a connection. */
    private static final PoolOptions ONE_CONNECTION =
            new PoolOptions().setMaxSize(1).setConnectionTimeout(0);

    /** Shorter than the time after which a firewall drops an idle connection. */
    private static final long KEEP_ALIVE_MILLIS = 15_000;

    /** The time after which the operating system closes a connection with unacknowledged packets, where it supports that. */
    private static final int TCP_USER_TIMEOUT_MILLIS = 30_000;

    private final Vertx vertx;
    private final Tracing tracing;
    private final List<PipelinedConnection> connections;
    private final PostgresMeters meters;
    private final int maxInFlight;
    private final long writeNanos;
    private final long timer;

    private PostgresClient(
            Vertx vertx, List<PipelinedConnection> connections, PostgresConfig config, PostgresMeters meters) {
        this.vertx = vertx;
        this.tracing = Tracing.of(vertx);
        this.connections = connections;
        this.meters = meters;
        this.maxInFlight = config.poolSize() + config.queueSize();
        this.writeNanos = statementTime(config.timeout().toNanos());
        this.timer = vertx.setPeriodic(KEEP_ALIVE_MILLIS, tick -> connections.forEach(PipelinedConnection::keepAlive));
    }

    /** Without meters, for a client that does not serve. */
    public static PostgresClient connect(Vertx vertx, PostgresConfig config) {
        return connect(vertx, config, new PostgresMeters(new CompositeMeterRegistry(), "unused"));
    }

    /** Connects lazily, so it succeeds while PostgreSQL is unavailable. */
    public static PostgresClient connect(Vertx vertx, PostgresConfig config, PostgresMeters meters) {
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
        var connections = Stream.generate(() -> new PipelinedConnection(pools, timeoutMillis, meters))
                .limit(config.poolSize())
                .toList();
        return new PostgresClient(vertx, connections, config, meters);
    }

    private static PgConnectOptions options(PostgresConfig config) {
        // Shorter than our own timeout: PostgreSQL cancels a slow statement before we close its connection.
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
                // Overrides the setting of the server: a reply means that the commit survives a crash.
                .addProperty("synchronous_commit", "on")
                .addProperty("statement_timeout", Long.toString(statementTimeout));
        return config.tls().apply(options);
    }

    /**
     * Registers a statement, so that the metrics have its latency from the start.
     *
     * @param name the label of its series
     * @param sql its text, or the name by which {@link #query(String, String, Tuple)} names it
     */
    public PostgresClient measure(String name, String sql) {
        meters.measure(name, sql);
        return this;
    }

    /** Runs one statement that needs no deadline, such as a query. Its future completes after the commit. */
    public Future<RowSet<Row>> query(String sql, Tuple arguments) {
        return query(sql, sql, arguments);
    }

    /** The same for a statement whose text varies; its latency was registered for {@code measuredAs}. */
    public Future<RowSet<Row>> query(String measuredAs, String sql, Tuple arguments) {
        return run(PostgresStatement.read(sql, measuredAs, arguments));
    }

    public Future<RowSet<Row>> query(String sql) {
        return query(sql, Tuple.tuple());
    }

    /**
     * Runs one write, which is its own transaction, with a deadline. The future completes after the commit. After it has
     * failed with {@link FailureCode#UNAVAILABLE}, or after the deadline, PostgreSQL does not begin the commit, even if the
     * statement arrives late or waits for a lock (E89).
     *
     * @param sql a statement whose last action is to pass its last parameter, a {@code timestamptz}, to {@code
     *     check_deadline} of its schema
     * @param arguments the arguments without that last one
     * @param deadline a value of {@link System#nanoTime()}
     */
    public Future<RowSet<Row>> write(String sql, Tuple arguments, long deadline) {
        var now = System.nanoTime();
        var left = Math.min(writeNanos, statementTime(deadline - now));
        return left > 0
                ? run(PostgresStatement.write(sql, arguments, now, now + left))
                : Future.failedFuture(unavailable(new TimeoutException("the deadline has passed")));
    }

    /**
     * Nine tenths of the time; the rest is for the commit and the reply. A statement that could commit until the deadline
     * would sometimes commit after its caller has timed out.
     */
    private static long statementTime(long nanos) {
        return nanos / 10 * 9;
    }

    private Future<RowSet<Row>> run(PostgresStatement statement) {
        var span = tracing == null ? null : tracing.startChild(statement.spanName(), Tracing.Kind.CLIENT);
        return span == null
                ? execute(statement)
                : span.with("db.system.name", "postgresql")
                        // Without values: those are the arguments.
                        .with("db.query.text", statement.sql())
                        .around(() -> execute(statement));
    }

    private Future<RowSet<Row>> execute(PostgresStatement statement) {
        var inFlight = 0;
        var leastBusy = connections.get(0);
        for (var connection : connections) {
            inFlight += connection.inFlight();
            leastBusy = connection.inFlight() < leastBusy.inFlight() ? connection : leastBusy;
        }
        if (inFlight >= maxInFlight) {
            meters.refused();
            return Future.failedFuture(unavailable(new IllegalStateException("too many statements are in flight")));
        }
        return leastBusy
                .run(statement)
                .onComplete(done -> meters.completed(statement))
                .recover(this::fail);
    }

    private Future<RowSet<Row>> fail(Throwable cause) {
        var failure = classify(cause);
        meters.failed(failure, cause);
        return Future.failedFuture(failure);
    }

    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return Future.all(connections.stream().map(PipelinedConnection::close).toList())
                .mapEmpty();
    }

    private static Throwable classify(Throwable failure) {
        if (failure instanceof PgException rejected && !isTransient(rejected.getSqlState())) {
            return new StatementRejectedException(rejected);
        }
        if (String.valueOf(failure.getMessage()).startsWith(BAD_PARAMETER_PREFIX)) {
            return new IllegalArgumentException("an argument has the wrong type for its parameter");
        }
        return unavailable(failure);
    }

    private static ServiceException unavailable(Throwable cause) {
        return ServiceException.unavailable("the database is not available", cause);
    }

    private static boolean isTransient(String sqlState) {
        return sqlState == null
                || sqlState.length() < 2
                || TRANSIENT_CLASSES.contains(sqlState.substring(0, 2))
                || TRANSIENT_STATES.contains(sqlState);
    }
}
