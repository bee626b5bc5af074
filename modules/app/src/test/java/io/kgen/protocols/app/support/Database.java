package io.kgen.protocols.app.support;

import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.TestSql;
import java.util.Map;
import java.util.stream.Collectors;

/** Direct access to the database of a node. */
public record Database(Sandbox sandbox) {

    /** Returns the number of stored rows for each event ID with the prefix. */
    public Map<String, Integer> events(String prefix) {
        var sql = "SELECT event_id FROM analytics.event WHERE event_id LIKE ?";
        return TestSql.rows(sandbox.postgres(), sql, prefix + "-%").stream()
                .collect(Collectors.toMap(id -> id, id -> 1, Integer::sum));
    }

    /** Links a number to each of the players {@code name-1}, {@code name-2} and so on. */
    public void linkNumbers(String name, int players) {
        var sql = """
                INSERT INTO users.linked_number (issuer, user_id, phone, e164, version)
                SELECT ?, ? || '-' || n, n::text, ? || n, nextval('users.linked_number_version')
                FROM generate_series(1, ?) AS n
                """;
        TestSql.rows(sandbox.postgres(), sql, LoadRequest.ISSUER, name, name, players);
    }

    /** Returns the first column of the only row. */
    public long number(String sql) {
        return Long.parseLong(TestSql.rows(sandbox.postgres(), sql).get(0));
    }
}
