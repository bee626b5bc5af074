package io.kgen.protocols.app;

import io.kgen.protocols.analytics.AnalyticsVerticle;
import io.kgen.protocols.kstore.KStoreVerticle;
import io.kgen.protocols.platform.DatabaseException;
import io.kgen.protocols.platform.PostgresConfig;
import io.kgen.protocols.platform.Schema;
import io.kgen.protocols.users.UsersVerticle;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;

/** Every module's migrations. */
final class Migrations {

    private static final List<Schema> SCHEMAS =
            List.of(UsersVerticle.SCHEMA, AnalyticsVerticle.SCHEMA, KStoreVerticle.SCHEMA);

    private Migrations() {}

    /**
     * Brings the database up to date. Blocks.
     *
     * @throws StartFailure if PostgreSQL is away or refuses
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

    private static StartFailure failure(PostgresConfig postgres, String reason, RuntimeException cause) {
        return new StartFailure("cannot migrate PostgreSQL at " + postgres.address() + ": " + reason, cause);
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
