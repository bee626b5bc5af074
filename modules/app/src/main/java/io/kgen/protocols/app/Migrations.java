package io.kgen.protocols.app;

import io.kgen.protocols.analytics.AnalyticsVerticle;
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

/** Every module's migrations. */
final class Migrations {

    private static final List<Schema> SCHEMAS =
            List.of(UsersVerticle.SCHEMA, AnalyticsVerticle.SCHEMA, KStoreVerticle.SCHEMA);

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private Migrations() {}

    /**
     * Brings the database up to date. Blocks.
     *
     * @throws StartupException if PostgreSQL is away or refuses
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

    /** Logs how many numbers are linked that could not be linked today. Blocks, and reads them all. */
    static void reportFormerLinks(PostgresConfig postgres) {
        var vertx = Vertx.vertx();
        try {
            LOG.info(
                    "{} linked numbers are not possible as mobile numbers of their region; they stay linked",
                    UsersVerticle.countFormerLinks(vertx, postgres));
        } finally {
            vertx.close().await();
        }
    }

    /** What PostgreSQL or its driver said, if it was one of them; Flyway's own words are many and of the inner life. */
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
