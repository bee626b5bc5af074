package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.postgres.DatabaseCheck;
import io.kgen.protocols.postgres.DatabaseException;
import io.kgen.protocols.postgres.MigrationConfig;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.sandbox.CertificateAuthority;
import io.kgen.protocols.sandbox.IssuedCertificate;
import io.kgen.protocols.sandbox.Sandbox;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E84: a PostgreSQL that accepts only TLS, with both drivers: JDBC to migrate, the Vert.x client to serve. */
@TestInstance(Lifecycle.PER_CLASS)
class PostgresTlsIT {

    private static final String MODE = "PLATFORM_POSTGRES_TLS_MODE";
    private static final String CA = "PLATFORM_POSTGRES_TLS_CA_FILE";
    private static final String CERTIFICATE = "PLATFORM_POSTGRES_TLS_CERTIFICATE_FILE";
    private static final String KEY = "PLATFORM_POSTGRES_TLS_KEY_FILE";
    private static final String HOST = "PLATFORM_POSTGRES_HOST";

    private final Vertx vertx = Vertx.vertx();
    private Sandbox sandbox;
    private CertificateAuthority authority;
    private CertificateAuthority untrusted;
    private IssuedCertificate server;

    @BeforeAll
    void startAServer(@TempDir Path directory, @TempDir Path elsewhere) {
        sandbox = Sandbox.temporary();
        authority = CertificateAuthority.create(directory, "authority");
        untrusted = CertificateAuthority.create(elsewhere, "untrusted");
        server = authority.issue("server", "dns:localhost", "ip:127.0.0.1", "ip:::1");
        sandbox.postgresServer().requireTls(server, null);
    }

    @AfterAll
    void stop() {
        vertx.close().await();
        sandbox.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "verify-ca", "verify-full"})
    void theSameSettingsWorkForMigrationAndServing(String mode) {
        var config = config(Map.of(MODE, mode, CA, authority.file().toString()));
        Migrations.run(new MigrationConfig(config, true, ""));
        DatabaseCheck.beforeServing(vertx, config).await();
    }

    @Test
    void requireModeNeedsNoAuthority() {
        var config = config(Map.of(MODE, "require"));
        Migrations.run(new MigrationConfig(config, true, ""));
        DatabaseCheck.beforeServing(vertx, config).await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "::1", "[::1]"})
    void acceptsNamesAndAddressesOfTheCertificate(String host) {
        var config = config(Map.of(MODE, "verify-full", CA, authority.file().toString(), HOST, host));
        Migrations.run(new MigrationConfig(config, true, ""));
        DatabaseCheck.beforeServing(vertx, config).await();
    }

    @Test
    void reportsThatTheServerAcceptsOnlyTls() {
        assertRejected(Map.of(), "the server accepts only TLS connections", "postgres.tls.mode");
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "verify-ca", "verify-full"})
    void reportsThatTheAuthorityIsNotTrusted(String mode) {
        assertRejected(
                Map.of(MODE, mode, CA, untrusted.file().toString()),
                "the server's certificate is not signed by a trusted authority",
                "postgres.tls.ca-file");
    }

    @Test
    void trustsTheAuthoritiesOfTheRuntimeByDefault() {
        assertRejected(
                Map.of(MODE, "verify-full"),
                "the server's certificate is not signed by a trusted authority",
                "postgres.tls.ca-file");
    }

    @Test
    void onlyVerifyFullComparesTheHost() {
        var ca = authority.file().toString();
        restartWith(authority.issue("elsewhere", "dns:db.example.com"));
        assertRejected(
                Map.of(MODE, "verify-full", CA, ca),
                "the server's certificate is for another host name than 127.0.0.1",
                "postgres.host");
        assertConnects(config(Map.of(MODE, "verify-ca", CA, ca)));
        restartWith(server);
    }

    @Test
    void aCertificateOfAnIntermediateAuthorityIsTrustedByItsRoot() {
        restartWith(authority.intermediate("intermediate").issue("below", "RSA", List.of(), "ip:127.0.0.1"));
        assertConnects(config(Map.of(MODE, "verify-full", CA, authority.file().toString())));
        restartWith(server);
    }

    @Test
    void reportsThatTheCertificateHasExpired() {
        restartWith(authority.issueExpired("expired", "ip:127.0.0.1"));
        assertRejected(Map.of(MODE, "verify-ca", CA, authority.file().toString()), "has expired");
        restartWith(server);
    }

    @Test
    void reportsAWrongPasswordWithoutPrintingIt() {
        var wrong = Map.of(MODE, "require", "PLATFORM_POSTGRES_PASSWORD", "hunter2");
        assertRejected(wrong, "the user or the password is wrong", "postgres.password");
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> Migrations.run(new MigrationConfig(config(wrong), true, "")))
                .satisfies(failure -> assertThat(failure).hasMessageNotContaining("hunter2"));
    }

    @Test
    void reportsThatTheDatabaseDoesNotExist() {
        assertRejected(
                Map.of(MODE, "require", "PLATFORM_POSTGRES_DATABASE", "no?such/database"),
                "the database does not exist",
                "no?such/database",
                "postgres.database");
    }

    @Test
    void acceptsAnyCharactersInThePasswordAndTheUser() {
        var password = "p@ss:w/o%20rd?#[é]&'\" ";
        sandbox.postgresServer()
                .execute("CREATE ROLE \"we:ird@u%41ser\" LOGIN PASSWORD '" + password.replace("'", "''")
                        + "' IN ROLE platform");
        var config = config(Map.of(
                MODE, "require", "PLATFORM_POSTGRES_USER", "we:ird@u%41ser", "PLATFORM_POSTGRES_PASSWORD", password));
        assertConnects(config);
    }

    @Test
    void sendsAClientCertificateOnRequest() {
        sandbox.postgresServer().requireTls(server, authority.file());
        var ca = authority.file().toString();
        for (var algorithm : List.of("EC", "RSA")) {
            var own = authority.issue("client-" + algorithm, algorithm, List.of());
            assertConnects(config(Map.of(
                    MODE,
                    "verify-full",
                    CA,
                    ca,
                    CERTIFICATE,
                    own.certificate().toString(),
                    KEY,
                    own.key().toString())));
        }
        assertRejected(
                Map.of(MODE, "verify-full", CA, ca),
                "the server requires a client certificate that is signed by an authority it trusts",
                "postgres.tls.certificate-file");
        restartWith(server);
    }

    @Test
    void aNodeServesOverTls() throws Exception {
        var environment = NodeProcess.environment(sandbox);
        environment.put(MODE, "verify-full");
        environment.put(CA, authority.file().toString());
        try (var node = NodeProcess.start(environment)) {
            node.awaitLine("ready in");
            node.terminate();
            assertThat(node.exitCode()).isZero();
            assertThat(node.log()).doesNotContain("WARN", "ERROR");
        }
    }

    @Test
    void aNodeThatCannotConnectReportsTheReasonInOneLine() throws Exception {
        var environment = NodeProcess.environment(sandbox);
        environment.put(MODE, "verify-full");
        environment.put(CA, untrusted.file().toString());
        environment.put("PLATFORM_POSTGRES_PASSWORD", "hunter2");
        try (var node = NodeProcess.start(environment)) {
            assertThat(node.exitCode()).isEqualTo(1);
            assertThat(node.errors().lines())
                    .singleElement()
                    .asString()
                    .contains("the server's certificate is not signed by a trusted authority");
            assertThat(node.errors() + node.log()).doesNotContain("hunter2", "ready in");
        }
    }

    private void restartWith(IssuedCertificate certificate) {
        sandbox.postgresServer().requireTls(certificate, null);
    }

    private void assertConnects(PostgresConfig config) {
        DatabaseCheck.beforeMigration(config);
        DatabaseCheck.beforeServing(vertx, config).await();
    }

    /** Both drivers fail; only the first one reports the exact cause of a failed handshake. */
    private void assertRejected(Map<String, String> settings, String... reason) {
        var config = config(settings);
        assertThatExceptionOfType(StartupException.class)
                .isThrownBy(() -> Migrations.run(new MigrationConfig(config, true, "")))
                .satisfies(failure -> assertThat(failure.getMessage()).contains(reason));
        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> DatabaseCheck.beforeServing(vertx, config).await());
    }

    private PostgresConfig config(Map<String, String> settings) {
        var environment = new HashMap<>(NodeProcess.environment(sandbox));
        environment.putAll(settings);
        return AppConfig.readPostgres(null, environment);
    }
}
