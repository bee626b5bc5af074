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

/** Checks at the start, with both drivers, whether the database can be used. */
public final class DatabaseCheck {

    /** Waits for a PostgreSQL that is starting; if it is unavailable, the start fails within half a minute. */
    private static final int RETRIES = 3;

    private static final long RETRY_DELAY_MILLIS = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Transient SQLSTATEs: no connection, no resources, starting or stopping. */
    private static final String TRANSIENT_STATES = "08001|08006|53...|57P0.";

    private DatabaseCheck() {}

    /** The properties in addition to user and password, which Flyway sets itself. */
    static Map<String, String> jdbcProperties(PostgresConfig postgres) {
        var properties = new HashMap<>(postgres.tls().jdbcProperties());
        properties.put("loginTimeout", Long.toString(TIMEOUT.toSeconds()));
        return properties;
    }

    /**
     * Connects by JDBC, as the migrations do. Blocks.
     *
     * @throws DatabaseException if the connection fails, or the encoding is not UTF-8 (E16)
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

    /** Connects as the verticles do, with one connection; fails with {@link DatabaseException} (E84). */
    public static Future<Void> beforeServing(Vertx vertx, PostgresConfig postgres) {
        return attempt(vertx, postgres, RETRIES)
                .recover(failure -> Future.failedFuture(
                        new DatabaseException(new PostgresErrorInfo(postgres).describe(failure), failure)));
    }

    private static Future<Void> attempt(Vertx vertx, PostgresConfig postgres, int retries) {
        var client = PostgresClient.connect(vertx, postgres.withOneConnection(TIMEOUT));
        return client.query("SELECT 1")
                .<Void>mapEmpty()
                .eventually(client::close)
                .recover(failure -> retries == 0
                        ? Future.failedFuture(failure)
                        : vertx.timer(RETRY_DELAY_MILLIS, TimeUnit.MILLISECONDS)
                                .compose(elapsed -> attempt(vertx, postgres, retries - 1)));
    }

    static Connection connect(PostgresConfig postgres) throws SQLException {
        var properties = postgres.jdbcProperties();
        properties.putAll(jdbcProperties(postgres));
        for (var retries = RETRIES; ; retries--) {
            try {
                return DriverManager.getConnection(postgres.jdbcUrl(), properties);
            } catch (SQLException e) {
                if (retries == 0 || !isTransient(e)) {
                    throw e;
                }
                delay(e);
            }
        }
    }

    private static boolean isTransient(SQLException failure) {
        return String.valueOf(failure.getSQLState()).matches(TRANSIENT_STATES)
                && TlsErrorKind.classify(failure).isEmpty();
    }

    private static void delay(SQLException reason) throws SQLException {
        try {
            Thread.sleep(RETRY_DELAY_MILLIS);
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
