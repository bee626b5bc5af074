package io.kgen.protocols.sandbox;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Asks the servers of a sandbox in the plainest way there is. */
final class Probe {

    static final String HANGS = "(hangs)";

    private static final int PATIENCE_MILLIS = 1_000;

    private Probe() {}

    /** The first column of the last result's first row. */
    static String sql(Sandbox sandbox, String sql) throws SQLException {
        var postgres = sandbox.postgres();
        var properties = new Properties();
        properties.setProperty("user", postgres.user());
        properties.setProperty("password", postgres.password());
        properties.setProperty("socketTimeout", "2");
        properties.setProperty("preferQueryMode", "simple");
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), properties);
                var statement = connection.createStatement()) {
            var isRows = statement.execute(sql);
            while (!isRows) {
                isRows = statement.getMoreResults();
            }
            try (var rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }

    static String redisDirectory(Sandbox sandbox) {
        return redis(sandbox, "CONFIG GET dir")
                .lines()
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    /** The reply as Redis writes it, {@link #HANGS}, or nothing when the connection is refused. */
    static String redis(Sandbox sandbox, String command) {
        try (var socket = new Socket(sandbox.redis().host(), sandbox.redis().port())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
            var buffer = new byte[8_192];
            var length = socket.getInputStream().read(buffer);
            return new String(buffer, 0, length, StandardCharsets.UTF_8).strip();
        } catch (SocketTimeoutException e) {
            return HANGS;
        } catch (IOException e) {
            return "";
        }
    }
}
