package io.kgen.protocols.postgres;

import java.util.List;
import org.flywaydb.core.Flyway;

/**
 * A PostgreSQL schema that one module owns, with its migrations in the module's resources, in {@code db/<name>}.
 *
 * @param name the name of the schema and of the folder
 */
public record Schema(String name) {

    /** Waits for a PostgreSQL that is starting; if it is unavailable, the start fails within half a minute. */
    private static final int CONNECT_RETRIES = 3;

    private static final int SECONDS_BETWEEN_RETRIES = 1;

    /**
     * Migrates the schemas in their order. Blocks, so it must run before verticles are deployed.
     *
     * @throws DatabaseException if the connection fails, or the database has the wrong encoding
     */
    public static void migrate(PostgresConfig postgres, List<Schema> schemas) {
        DatabaseCheck.beforeMigration(postgres);
        schemas.forEach(schema -> schema.migrate(postgres));
    }

    private void migrate(PostgresConfig postgres) {
        Flyway.configure()
                .dataSource(
                        postgres.jdbcUrl(), postgres.user(), postgres.password().value())
                .jdbcProperties(DatabaseCheck.jdbcProperties(postgres))
                .schemas(name)
                .defaultSchema(name)
                .locations("classpath:db/" + name)
                .connectRetries(CONNECT_RETRIES)
                .connectRetriesInterval(SECONDS_BETWEEN_RETRIES)
                .load()
                .migrate();
    }
}
