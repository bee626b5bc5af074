package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.platform.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostsAndTlsSettingsTest {

    @TempDir
    private static Path directory;

    private static Path certificate;
    private static Path key;
    private static Path otherKey;
    private static Path text;

    @BeforeAll
    static void makeFiles() throws Exception {
        var own = NodeCertificate.make(directory);
        certificate = Files.writeString(directory.resolve("own.pem"), own.certificate());
        key = Files.writeString(directory.resolve("own.key"), own.key());
        otherKey = Files.writeString(
                directory.resolve("other.key"), NodeCertificate.make(directory).key());
        text = Files.writeString(directory.resolve("text"), "no PEM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POSTGRES_HOST", "REDIS_HOST", "HTTP_HOST", "MANAGEMENT_HOST", "BRIDGE_HOST"})
    void rejectsAHostWithExtraPartsWithoutPrintingIt(String name) {
        var variable = "PLATFORM_" + name;
        for (var host : List.of("user:hunter2@host", "hunter2@host", "host:1", "tcp://host", "host/hunter2", "", " ")) {
            assertThat(violations(Map.of(variable, host)))
                    .anySatisfy(violation -> assertThat(violation)
                            .contains("(" + variable + ") must be a host name or an IP address")
                            .doesNotContain("hunter2"));
        }
    }

    @Test
    void acceptsAnIpv6AddressWithAndWithoutBrackets() {
        for (var host : List.of("::1", "[::1]")) {
            var config = AppConfig.read(
                    null,
                    environment(Map.of(
                            "PLATFORM_HTTP_HOST", host,
                            "PLATFORM_MANAGEMENT_HOST", host,
                            "PLATFORM_BRIDGE_HOST", host,
                            "PLATFORM_POSTGRES_HOST", host)));
            assertThat(config.http().host()).isEqualTo("::1");
            assertThat(config.management().host()).isEqualTo("::1");
            assertThat(config.bridge().host()).isEqualTo("::1");
            assertThat(config.postgres().jdbcUrl()).startsWith("jdbc:postgresql://[::1]:5432/");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_TLS", "POSTGRES_TLS", "REDIS_TLS", "REDIS_SENTINEL_TLS"})
    void rejectsACertificateWithoutItsMatchingKey(String section) {
        var prefix = "PLATFORM_" + section;
        assertViolation(pair(prefix, certificate, otherKey), "must be the key of the first certificate");
        assertViolation(pair(prefix, certificate, text), "must name a private key in PEM");
        assertViolation(pair(prefix, text, key), "must name a private key in PEM");
        assertViolation(Map.of(prefix + "_KEY_FILE", key.toString()), "and certificate-file must be set together");
        assertViolation(pair(prefix, certificate, directory.resolve("absent")), "cannot be read");
        assertThat(violations(pair(prefix, certificate, key)))
                .noneMatch(violation -> violation.contains("key"))
                .hasSize(section.equals("HTTP_TLS") ? 0 : 1);
    }

    @Test
    void rejectsTlsFilesWhenTlsIsDisabled() {
        var ca = certificate.toString();
        assertViolation(Map.of("PLATFORM_POSTGRES_TLS_CA_FILE", ca), "postgres.tls.ca-file", "needs mode: require");
        assertViolation(Map.of("PLATFORM_REDIS_TLS_CA_FILE", ca), "redis.tls.ca-file", "needs enabled: true");
        assertViolation(
                Map.of("PLATFORM_REDIS_SENTINEL_TLS_CA_FILE", ca), "redis.sentinel.tls.ca-file", "needs enabled: true");
        assertViolation(
                Map.of("PLATFORM_POSTGRES_TLS_MODE", "require", "PLATFORM_POSTGRES_TLS_CA_FILE", text.toString()),
                "must name certificates in PEM");
    }

    @Test
    void rejectsAnUnknownMode() {
        assertViolation(
                Map.of("PLATFORM_POSTGRES_TLS_MODE", "prefer"),
                "must be one of disable, require, verify-ca, verify-full");
    }

    @Test
    void neverPrintsKeys() throws Exception {
        var config = AppConfig.read(null, environment(pair("PLATFORM_HTTP_TLS", certificate, key)));
        assertThat(config.toString())
                .doesNotContain(Files.readString(key).lines().toList().get(1));
    }

    private static Map<String, String> pair(String prefix, Path certificate, Path key) {
        return Map.of(prefix + "_CERTIFICATE_FILE", certificate.toString(), prefix + "_KEY_FILE", key.toString());
    }

    private static void assertViolation(Map<String, String> changes, String... rule) {
        assertThat(violations(changes))
                .anySatisfy(violation -> assertThat(violation).contains(rule));
    }

    private static List<String> violations(Map<String, String> changes) {
        var exception = catchThrowableOfType(ConfigException.class, () -> AppConfig.read(null, environment(changes)));
        return exception == null ? List.of() : exception.violations();
    }

    private static Map<String, String> environment(Map<String, String> changes) {
        var environment = new HashMap<>(Map.of(
                "PLATFORM_AUTH_DEFAULT_SECRET", NodeProcess.SECRET, "PLATFORM_KSTORE_URL", "https://store.example/"));
        environment.putAll(changes);
        return environment;
    }
}
