package io.kgen.protocols.app;

import io.kgen.protocols.sandbox.Sandbox;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** What is in a node's database, seen past the node. */
record Database(Sandbox sandbox) {

    /** How often each event is stored whose id starts so. */
    Map<String, Integer> events(String prefix) throws SQLException {
        var sql = "SELECT event_id, count(*) FROM analytics.event WHERE event_id LIKE ? GROUP BY event_id";
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, prefix + "-%");
            var events = new HashMap<String, Integer>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    events.put(rows.getString(1), rows.getInt(2));
                }
            }
            return events;
        }
    }

    /** Gives a number to each of the players {@code name-1}, {@code name-2} and so on. */
    void linkNumbers(String name, int players) throws SQLException {
        var sql = """
                INSERT INTO users.linked_number (issuer, user_id, phone, e164, version)
                SELECT ?, ? || '-' || n, n::text, ? || n, nextval('users.linked_number_version')
                FROM generate_series(1, ?) AS n
                """;
        try (var connection = connect();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, LoadRequest.ISSUER);
            statement.setString(2, name);
            statement.setString(3, name);
            statement.setInt(4, players);
            statement.executeUpdate();
        }
    }

    /** The first column of the only row. */
    long number(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Connection connect() throws SQLException {
        var postgres = sandbox.postgres();
        return DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.user(), postgres.password().value());
    }
}
