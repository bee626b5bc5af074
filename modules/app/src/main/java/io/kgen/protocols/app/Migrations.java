package io.kgen.protocols.app;

import io.kgen.protocols.analytics.AnalyticsVerticle;
import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.kstore.KStoreVerticle;
import io.kgen.protocols.postgres.DatabaseException;
import io.kgen.protocols.postgres.MigrationConfig;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.users.UsersVerticle;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the migrations of all modules. */
final class Migrations {

    private static final List<Schema> SCHEMAS =
            List.of(AuditVerticle.SCHEMA, UsersVerticle.SCHEMA, AnalyticsVerticle.SCHEMA, KStoreVerticle.SCHEMA);

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    /**
     * Brings the database up to date, and gives the role of the nodes its permissions. Blocks.
     *
     * @throws StartupException if PostgreSQL is unavailable or rejects a statement
     */
    static void run(MigrationConfig migration) {
        var postgres = migration.postgres();
        attempt(postgres, "migrate", () -> Schema.migrate(postgres, SCHEMAS));
        if (!migration.serviceRole().isEmpty()) {
            attempt(postgres, "grant permissions in", () -> Schema.grant(postgres, SCHEMAS, migration.serviceRole()));
            LOG.info("the role {} has the permissions of a node", migration.serviceRole());
        }
    }

    /**
     * For a node that does not migrate: checks that the database is up to date. Blocks.
     *
     * @throws StartupException if it is not, or PostgreSQL is unavailable
     */
    static void check(PostgresConfig postgres) {
        attempt(postgres, "use", () -> Schema.requireMigrated(postgres, SCHEMAS));
    }

    private static void attempt(PostgresConfig postgres, String what, Runnable work) {
        try {
            work.run();
        } catch (DatabaseException e) {
            throw failure(postgres, what, e.getMessage(), e);
        } catch (FlywayException e) {
            throw failure(postgres, what, reason(e), e);
        }
    }

    private static StartupException failure(
            PostgresConfig postgres, String what, String reason, RuntimeException cause) {
        return new StartupException("cannot " + what + " PostgreSQL at " + postgres.address() + ": " + reason, cause);
    }

    /** Logs how many linked numbers do not satisfy the current rule for phone numbers. Blocks, and reads all of them. */
    static void reportFormerLinks(PostgresConfig postgres) {
        var vertx = Vertx.vertx();
        try {
            LOG.info(
                    "{} linked numbers are not valid mobile numbers of their region; they stay linked",
                    UsersVerticle.countFormerLinks(vertx, postgres));
        } finally {
            vertx.close().await();
        }
    }

    /** The message of PostgreSQL or its driver if there is one: Flyway's own messages are long and describe its internals. */
    private static String reason(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException) {
                return oneLine(cause.getMessage());
            }
        }
        return oneLine(failure.getMessage());
    }

    private static String oneLine(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
    }
}
