package io.kgen.protocols.platform;

import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.ServiceFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * PostgreSQL as one verticle instance uses it: prepared statements over a few pipelined connections, each with
 * a deadline, and a bounded number of them under way.
 *
 * <p>A statement that PostgreSQL refuses fails with {@link StatementRefused}, for the store to judge; everything that means
 * "not now" (away, hung, shutting down, too much under way) fails with {@link FailureCode#UNAVAILABLE}.
 */
public final class Postgres {

    /** SQLSTATE classes that say nothing about the statement: connection, login, deadlock, resources, operator, system. */
    private static final Set<String> NOT_NOW = Set.of("08", "28", "3D", "40", "53", "57", "58");
    /** A failed-over server that still takes reads: {@code read_only_sql_transaction}. */
    static final String READ_ONLY = "25006";
    /** That, and a lock not had in time. */
    private static final Set<String> NOT_NOW_EITHER = Set.of(READ_ONLY, "55P03");
    /** How the driver begins to say, quoting the value, that an argument is of the wrong type; it has no type for that. */
    private static final String MISFIT = "Parameter at position";

    /** A pool of one, because the driver's own connection would not connect again; it has no deadline of its own. */
    private static final PoolOptions ONE_CONNECTION =
            new PoolOptions().setMaxSize(1).setConnectionTimeout(0);

    private final List<PostgresLink> links;
    private final int limit;

    private Postgres(List<PostgresLink> links, int limit) {
        this.links = links;
        this.limit = limit;
    }

    /** Connects lazily: it succeeds with PostgreSQL away. */
    public static Postgres connect(Vertx vertx, PostgresConfig config) {
        var timeoutMillis = Math.toIntExact(config.timeout().toMillis());
        var options = options(config);
        Supplier<SqlClient> clients = () -> PgBuilder.client()
                .with(ONE_CONNECTION)
                .with(new NetClientOptions().setTcpKeepAlive(true).setConnectTimeout(timeoutMillis))
                .connectingTo(options)
                .using(vertx)
                .build();
        var links = Stream.generate(() -> new PostgresLink(clients, timeoutMillis))
                .limit(config.poolSize())
                .toList();
        return new Postgres(links, config.poolSize() + config.queueSize());
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

    /** Runs one statement, which is its own transaction: the future completes after the commit. */
    public Future<RowSet<Row>> query(String sql, Tuple arguments) {
        var underWay = 0;
        var idlest = links.get(0);
        for (var link : links) {
            underWay += link.underWay();
            idlest = link.underWay() < idlest.underWay() ? link : idlest;
        }
        if (underWay >= limit) {
            return Future.failedFuture(unavailable(new IllegalStateException("too many statements are under way")));
        }
        return idlest.query(sql, arguments).recover(failure -> Future.failedFuture(classify(failure)));
    }

    public Future<RowSet<Row>> query(String sql) {
        return query(sql, Tuple.tuple());
    }

    public Future<Void> close() {
        return Future.all(links.stream().map(PostgresLink::close).toList()).mapEmpty();
    }

    private static Throwable classify(Throwable failure) {
        if (failure instanceof PgException refused && !isNotNow(refused.getSqlState())) {
            return new StatementRefused(refused);
        }
        if (String.valueOf(failure.getMessage()).startsWith(MISFIT)) {
            return new IllegalArgumentException("an argument does not fit the type of its parameter");
        }
        return unavailable(failure);
    }

    private static ServiceFailure unavailable(Throwable cause) {
        return ServiceFailure.unavailable("the database is not available", cause);
    }

    private static boolean isNotNow(String sqlState) {
        return sqlState == null
                || sqlState.length() < 2
                || NOT_NOW.contains(sqlState.substring(0, 2))
                || NOT_NOW_EITHER.contains(sqlState);
    }
}
