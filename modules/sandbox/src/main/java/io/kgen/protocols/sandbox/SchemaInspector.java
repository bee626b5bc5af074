package io.kgen.protocols.sandbox;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the tables of a schema that contain rows of players, according to {@code information_schema}. */
public final class SchemaInspector {

    /** Without partitions, because their rows belong to the partitioned table. */
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

    /** The columns of each table with a column {@code user_id}, in their order, by the table's qualified name. */
    public static Map<String, List<String>> tablesWithPlayers(PostgresAddress postgres, String schema) {
        return TestSql.rows(postgres, TABLES, schema).stream()
                .collect(Collectors.toMap(Function.identity(), table -> TestSql.rows(postgres, COLUMNS, table)));
    }
}
