package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.postgres.DatabaseCheck;
import io.kgen.protocols.postgres.DatabaseException;
import io.kgen.protocols.postgres.MigrationConfig;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TestSql;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases with an unusual configuration, and JVMs in other time zones. */
@ExtendWith({SandboxExtension.class, VertxExtension.class})
class UnusualDatabasesIT {

    private final Sandbox sandbox;

    UnusualDatabasesIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @ParameterizedTest
    @ValueSource(strings = {"SQL_ASCII", "LATIN1"})
    void e16_rejectsADatabaseThatIsNotUtf8BeforeMigrating(String encoding) throws Exception {
        var name = "in_" + encoding;
        sandbox.postgresServer().execute("""
                CREATE DATABASE "%s" OWNER platform TEMPLATE template0
                ENCODING '%s' LOCALE_PROVIDER libc LOCALE 'C'
                """.formatted(name, encoding));
        for (var command : new String[] {"run", "migrate"}) {
            var environment = NodeProcess.environment(sandbox);
            environment.put("PLATFORM_POSTGRES_DATABASE", name);
            try (var node = NodeProcess.start(environment, command)) {
                assertThat(node.exitCode()).isEqualTo(1);
                assertThat(node.errors().lines())
                        .singleElement()
                        .asString()
                        .contains("the database has the encoding " + encoding + ", but must have UTF8");
            }
            var database = sandbox.postgres().withDatabase(name);
            assertThat(TestSql.rows(database, "SELECT nspname FROM pg_namespace WHERE nspname = 'users'"))
                    .isEmpty();
        }
    }

    /** PostgreSQL does not support the zones CNT and PLT; its support for the others depends on the build. */
    @ParameterizedTest
    @ValueSource(strings = {"CNT", "PLT", "Asia/Calcutta", "US/Pacific", "GMT+05:30"})
    void e16_aNodeStartsInAnyTimeZone(String zone) throws Exception {
        var environment = NodeProcess.environment(sandbox);
        environment.put("JAVA_TOOL_OPTIONS", "-Duser.timezone=" + zone);
        try (var node = NodeProcess.start(environment, "migrate")) {
            assertThat(node.exitCode()).as(node.errors()).isZero();
        }
    }

    @Test
    void e84_requireModeFailsOnAServerWithoutTls(Vertx vertx) {
        var environment = new HashMap<>(NodeProcess.environment(sandbox));
        environment.putAll(Map.of("PLATFORM_POSTGRES_TLS_MODE", "require"));
        var config = AppConfig.readPostgres(null, environment);

        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> Migrations.run(new MigrationConfig(config, true, "")))
                .withMessageContaining("the server does not accept TLS connections; see postgres.tls.mode");
        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> DatabaseCheck.beforeServing(vertx, config).await())
                .withMessage("the server does not accept TLS connections; see postgres.tls.mode");
    }
}
