package io.kgen.protocols.sandbox;

import io.kgen.protocols.postgres.PlayerTable;
import io.kgen.protocols.postgres.PostgresConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables of a schema that have rows of players, as PostgreSQL knows them. */
public final class SchemaInspector {

    /** A partition holds what its table holds. */
    private static final String TABLES = """
            SELECT table_schema || '.' || table_name
            FROM information_schema.columns JOIN pg_class
                ON pg_class.oid = (quote_ident(table_schema) || '.' || quote_ident(table_name))::regclass
            WHERE table_schema = ? AND column_name = 'user_id' AND NOT relispartition
            """;

    private static final String COLUMNS = """
            SELECT column_name FROM information_schema.columns
            WHERE table_schema || '.' || table_name = ?
            ORDER BY ordinal_position
            """;

    private SchemaInspector() {}

    public static List<PlayerTable> of(PostgresConfig postgres, String schema) {
        try (var connection = DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.user(), postgres.password().value())) {
            var tables = new ArrayList<PlayerTable>();
            for (var name : names(connection, TABLES, schema)) {
                tables.add(new PlayerTable(name, names(connection, COLUMNS, name)));
            }
            return tables;
        } catch (SQLException e) {
            throw new SandboxException("cannot read the schema " + schema, e);
        }
    }

    private static List<String> names(Connection connection, String sql, String argument) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, argument);
            var names = new ArrayList<String>();
            for (var rows = statement.executeQuery(); rows.next(); ) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }
}
