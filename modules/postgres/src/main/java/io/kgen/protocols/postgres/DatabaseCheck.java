package io.kgen.protocols.postgres;

import io.kgen.protocols.platform.TlsErrorKind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Finds out at the start whether the database can be used, by both drivers. */
public final class DatabaseCheck {

    /** A PostgreSQL that is just starting is waited for; one that is away or hangs fails the start within half a minute. */
    private static final int RETRIES = 3;

    private static final long MILLIS_BETWEEN_RETRIES = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** SQLSTATEs of what may pass: no connection, no resources, starting or stopping. */
    private static final String MAY_PASS = "08001|08006|53...|57P0.";

    private DatabaseCheck() {}

    /** Without what Flyway is given by itself. */
    static Map<String, String> jdbcProperties(PostgresConfig postgres) {
        var properties = new HashMap<>(postgres.tls().jdbcProperties());
        properties.put("loginTimeout", Long.toString(PATIENCE.toSeconds()));
        return properties;
    }

    /**
     * Connects by JDBC, as the migrations will. Blocks.
     *
     * @throws DatabaseException if that fails, or the database cannot hold every text (E16)
     */
    public static void beforeMigration(PostgresConfig postgres) {
        try (var connection = connect(postgres)) {
            var encoding = encoding(connection);
            if (!encoding.equals("UTF8")) {
                throw new DatabaseException(
                        "the database has the encoding " + encoding
                                + ", but must have UTF8; create it with ENCODING 'UTF8'",
                        null);
            }
        } catch (SQLException e) {
            throw new DatabaseException(new PostgresErrorInfo(postgres).describe(e), e);
        }
    }

    /** Connects as the verticles will, by a pool of one; fails with {@link DatabaseException} if that does not work (E84). */
    public static Future<Void> beforeServing(Vertx vertx, PostgresConfig postgres) {
        return attempt(vertx, postgres, RETRIES)
                .recover(failure -> Future.failedFuture(
                        new DatabaseException(new PostgresErrorInfo(postgres).describe(failure), failure)));
    }

    private static Future<Void> attempt(Vertx vertx, PostgresConfig postgres, int retries) {
        var pool = PostgresClient.connect(vertx, postgres.withOneConnection(PATIENCE));
        return pool.query("SELECT 1")
                .<Void>mapEmpty()
                .eventually(pool::close)
                .recover(failure -> retries == 0
                        ? Future.failedFuture(failure)
                        : vertx.timer(MILLIS_BETWEEN_RETRIES, TimeUnit.MILLISECONDS)
                                .compose(over -> attempt(vertx, postgres, retries - 1)));
    }

    private static Connection connect(PostgresConfig postgres) throws SQLException {
        var properties = postgres.jdbcProperties();
        properties.putAll(jdbcProperties(postgres));
        for (var retries = RETRIES; ; retries--) {
            try {
                return DriverManager.getConnection(postgres.jdbcUrl(), properties);
            } catch (SQLException e) {
                if (retries == 0 || !mayPass(e)) {
                    throw e;
                }
                pause(e);
            }
        }
    }

    private static boolean mayPass(SQLException failure) {
        return String.valueOf(failure.getSQLState()).matches(MAY_PASS)
                && TlsErrorKind.classify(failure).isEmpty();
    }

    private static void pause(SQLException reason) throws SQLException {
        try {
            Thread.sleep(MILLIS_BETWEEN_RETRIES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }

    private static String encoding(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SHOW server_encoding")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
