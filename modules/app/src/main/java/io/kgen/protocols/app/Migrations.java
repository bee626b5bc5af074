package io.kgen.protocols.app;

import io.kgen.protocols.analytics.AnalyticsVerticle;
import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.kstore.KStoreVerticle;
import io.kgen.protocols.postgres.DatabaseException;
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
     * Brings the database up to date. Blocks.
     *
     * @throws StartupException if PostgreSQL is unavailable or rejects a statement
     */
    static void run(PostgresConfig postgres) {
        try {
            Schema.migrate(postgres, SCHEMAS);
        } catch (DatabaseException e) {
            throw failure(postgres, e.getMessage(), e);
        } catch (FlywayException e) {
            throw failure(postgres, reason(e), e);
        }
    }

    private static StartupException failure(PostgresConfig postgres, String reason, RuntimeException cause) {
        return new StartupException("cannot migrate PostgreSQL at " + postgres.address() + ": " + reason, cause);
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
