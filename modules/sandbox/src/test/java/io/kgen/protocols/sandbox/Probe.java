package io.kgen.protocols.sandbox;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Sends single statements and commands to the servers of a sandbox over a new connection. */
final class Probe {

    static final String HANGS = "(hangs)";

    private static final int TIMEOUT_MILLIS = 1_000;

    private Probe() {}

    /** Returns the first column of the first row of the last result. */
    static String sql(Sandbox sandbox, String sql) throws SQLException {
        var postgres = sandbox.postgres();
        var properties = new Properties();
        properties.setProperty("user", postgres.user());
        properties.setProperty("password", postgres.password());
        properties.setProperty("socketTimeout", "2");
        properties.setProperty("preferQueryMode", "simple");
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), properties);
                var statement = connection.createStatement()) {
            var hasRows = statement.execute(sql);
            while (!hasRows) {
                hasRows = statement.getMoreResults();
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

    /** Returns the raw reply, {@link #HANGS} after a timeout, or an empty text if the connection is refused. */
    static String redis(Sandbox sandbox, String command) {
        try (var socket = new Socket(sandbox.redis().host(), sandbox.redis().port())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
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
