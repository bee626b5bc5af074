package io.kgen.protocols.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The permissions of the role with which nodes run: exactly those in {@code db/grants/<schema>.sql}. The role owns nothing
 * and creates nothing; what needs the owner is a function of the schema that runs as the owner.
 */
final class Grants {

    /** Grants of two processes at the same time would fail, because they update the same rows of the catalog. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('platform-protocols.grants', 0))";

    private static final String ROLE =
            "SELECT quote_ident(rolname), rolname = current_user FROM pg_roles WHERE rolname = ?";

    private static final String REVOKE_ALL = """
            REVOKE ALL ON ALL TABLES IN SCHEMA %1$s FROM %2$s;
            REVOKE ALL ON ALL SEQUENCES IN SCHEMA %1$s FROM %2$s;
            REVOKE ALL ON ALL FUNCTIONS IN SCHEMA %1$s FROM %2$s;
            REVOKE ALL ON SCHEMA %1$s FROM %2$s;
            """;

    private Grants() {}

    /** In one transaction, so that running nodes never lack a permission. Blocks. */
    static void apply(Connection connection, List<Schema> schemas, String role) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute(LOCK);
            var quoted = quote(connection, role);
            for (var schema : schemas) {
                statement.execute(REVOKE_ALL.formatted(schema.name(), quoted));
                statement.execute(script(schema).replace("${role}", quoted));
            }
        }
        connection.commit();
    }

    private static String quote(Connection connection, String role) throws SQLException {
        try (var statement = connection.prepareStatement(ROLE)) {
            statement.setString(1, role);
            var rows = statement.executeQuery();
            if (!rows.next()) {
                throw new DatabaseException(
                        "the role " + role + " does not exist; create it before, or see postgres.service-role", null);
            }
            if (rows.getBoolean(2)) {
                throw new DatabaseException(
                        "postgres.service-role must be another role than the one that migrates", null);
            }
            return rows.getString(1);
        }
    }

    private static String script(Schema schema) {
        try (var script = Grants.class.getResourceAsStream("/db/grants/" + schema.name() + ".sql")) {
            if (script == null) {
                throw new IllegalStateException("the schema " + schema.name() + " has no grants");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
