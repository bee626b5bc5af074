package io.kgen.protocols.sandbox;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Executes statements of a test over a separate JDBC connection. */
public final class TestSql {

    private TestSql() {}

    /** The first column of each row, empty if the statement returns no rows; {@code ?} is replaced by an argument. */
    public static List<String> rows(PostgresAddress postgres, String sql, Object... arguments) {
        try (var connection = connect(postgres);
                var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            var rows = new ArrayList<String>();
            if (statement.execute()) {
                for (var result = statement.getResultSet(); result.next(); ) {
                    rows.add(result.getString(1));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new SandboxException("PostgreSQL rejected: " + sql, e);
        }
    }

    public static Connection connect(PostgresAddress postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
