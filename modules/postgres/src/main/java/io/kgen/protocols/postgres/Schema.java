package io.kgen.protocols.postgres;

import java.sql.SQLException;
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

    /**
     * Gives a role the permissions that nodes need in the schemas, and takes any other from it. Blocks.
     *
     * @throws DatabaseException if the role does not exist, or the connection may not grant
     */
    public static void grant(PostgresConfig postgres, List<Schema> schemas, String role) {
        try (var connection = DatabaseCheck.connect(postgres)) {
            Grants.apply(connection, schemas, role);
        } catch (SQLException e) {
            throw new DatabaseException(new PostgresErrorInfo(postgres).describe(e), e);
        }
    }

    /**
     * Checks that all migrations of this version were applied, and changes nothing. Newer ones do no harm. Blocks.
     *
     * @throws DatabaseException if a migration is missing, or as {@link #migrate}
     */
    public static void requireMigrated(PostgresConfig postgres, List<Schema> schemas) {
        DatabaseCheck.beforeMigration(postgres);
        for (var schema : schemas) {
            var pending = schema.flyway(postgres).info().pending().length;
            if (pending > 0) {
                throw new DatabaseException(
                        "the schema " + schema.name() + " lacks " + pending
                                + " migrations of this version; run `migrate`"
                                + " with the credentials of the owner before nodes with postgres.migrate: false start",
                        null);
            }
        }
    }

    private void migrate(PostgresConfig postgres) {
        flyway(postgres).migrate();
    }

    private Flyway flyway(PostgresConfig postgres) {
        return Flyway.configure()
                .dataSource(
                        postgres.jdbcUrl(), postgres.user(), postgres.password().value())
                .jdbcProperties(DatabaseCheck.jdbcProperties(postgres))
                .schemas(name)
                .defaultSchema(name)
                .locations("classpath:db/" + name)
                .connectRetries(CONNECT_RETRIES)
                .connectRetriesInterval(SECONDS_BETWEEN_RETRIES)
                .load();
    }
}
