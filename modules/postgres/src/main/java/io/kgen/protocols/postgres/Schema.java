package io.kgen.protocols.postgres;

import java.util.List;
import org.flywaydb.core.Flyway;

/**
 * A PostgreSQL schema that one module owns, with its migrations beside the module's code in {@code db/<name>}.
 *
 * @param name of the schema, and of the folder
 */
public record Schema(String name) {

    /** A PostgreSQL that is just starting is waited for; one that is away or hangs fails the start within half a minute. */
    private static final int CONNECT_RETRIES = 3;

    private static final int SECONDS_BETWEEN_RETRIES = 1;

    /**
     * Brings the schemas up to date, in their order. Blocks: it runs before anything is deployed.
     *
     * @throws DatabaseException if there is no connection, or the database is not fit for what it is to hold
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
