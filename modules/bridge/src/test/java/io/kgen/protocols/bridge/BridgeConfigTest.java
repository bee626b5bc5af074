package io.kgen.protocols.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kgen.protocols.platform.ConfigException;
import io.kgen.protocols.platform.ConfigSource;
import io.kgen.protocols.platform.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BridgeConfigTest {

    private static final String DEFAULTS = """
            bridge:
              enabled: false
              host: 127.0.0.1
              port: 7000
              tls: { certificate-file: "", key-file: "", client-ca-file: "" }
              connections: 200
              requests: 100
              auth-timeout: 10s
              frame-timeout: 5s
              idle-timeout: 60s
              principals: []
            """;
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path directory;

    @Test
    void isOffByDefaultAndOnLoopback() {
        var config = read(Map.of());
        assertThat(config.enabled()).isFalse();
        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(7000);
        assertThat(config.tls().isOn()).isFalse();
    }

    @Test
    void readsPrincipalsFromTextAndTheirTokensFromFiles() throws IOException {
        var file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        var config = principals("""
                [{"name":"tournament","token-file":"%s","previous-token":"%s!",
                "send":["users.linked-number.find"],"subscribe":["users.linked-number.changed"]}]""".formatted(file, TOKEN));
        assertThat(config.principals().all()).singleElement().satisfies(principal -> {
            assertThat(principal.name()).isEqualTo("tournament");
            assertThat(principal.tokens()).containsExactly(new Secret(TOKEN), new Secret(TOKEN + "!"));
            assertThat(principal.send()).containsExactly("users.linked-number.find");
            assertThat(principal.subscribe()).containsExactly("users.linked-number.changed");
        });
        assertThat(config.toString()).doesNotContain(TOKEN);
    }

    @Test
    void enabledWithoutAPrincipalIsAViolation() {
        assertThat(violations(Map.of("PLATFORM_BRIDGE_ENABLED", "true")))
                .singleElement()
                .asString()
                .startsWith("bridge.principals (PLATFORM_BRIDGE_PRINCIPALS) must be set");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "::",
                "10.1.2.3",
                "bridge.example.com",
                "127.evil.example.com",
                "1270.0.0.1",
                "127.999.1.1",
                "::2",
                "[::2]",
                "::ffff:10.1.2.3",
                "localhost.example.com",
                "fe80::1"
            })
    void anotherHostThanLoopbackNeedsTls(String host) {
        assertThat(violations(Map.of("PLATFORM_BRIDGE_HOST", host)))
                .singleElement()
                .asString()
                .contains("must be a loopback address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "127.1.2.3", "localhost", "LocalHost", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"
            })
    void loopbackDoesNotNeedTls(String host) {
        assertThat(read(Map.of("PLATFORM_BRIDGE_HOST", host)).host()).isEqualTo(host);
    }

    @Test
    void bracketsOfAnIpV6AddressAreRemoved() {
        assertThat(read(Map.of("PLATFORM_BRIDGE_HOST", "[::1]")).host()).isEqualTo("::1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | must have a name",
                "{name: a} | must have a token or a certificate",
                "{name: 'a b', token: T} | must have a name of 1 to 64",
                "{name: a, token: short} | must be 32 to 512 visible ASCII characters",
                "{name: a, token: 'T x'} | must be 32 to 512 visible ASCII characters",
                "{name: a, token-file: /does/not/exist} | /does/not/exist cannot be read",
                "{name: a, token: T, sent: []} | has the unknown key sent",
                "{name: a, token: T, publish: []} | has the unknown key publish",
                "{name: a, token: T, send: [users.linked-number.changed]} | unknown address users.linked-number.changed",
                "{name: a, token: T, send: [no.such]} | has the unknown address no.such",
                "{name: a, token: T, send: ['users.*']} | has the unknown address users.*",
                "{name: a, token: T, send: users.erase} | must be a list of addresses",
                "{name: a, token: T, subscribe: [users.erase]} | has the unknown address users.erase",
                "{name: a, token: T}, {name: a, token: T!} | has a name that is used twice",
                "{name: a, token: T}, {name: b, token: T} | is used twice",
                "{name: a, certificate-subject: nonsense} | must be a distinguished name",
                "{name: a, certificate-sha256: 'AB:CD'} | must be 64 hexadecimal digits",
                "{name: a, certificate-subject: CN=a} | need bridge.tls.client-ca-file"
            })
    void everyViolationOfAPrincipalIsReported(String list, String violation) {
        var violations = violations(Map.of("PLATFORM_BRIDGE_PRINCIPALS", "[" + list.replace("T", TOKEN) + "]"));
        assertThat(violations)
                .anySatisfy(message -> assertThat(message).contains(violation))
                .noneMatch(message -> message.contains(TOKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{name: a}", "text", "[", "5"})
    void aValueThatIsNotAListIsAViolationThatDoesNotQuoteIt(String text) {
        assertThat(violations(Map.of("PLATFORM_BRIDGE_PRINCIPALS", text)))
                .containsExactly("bridge.principals (PLATFORM_BRIDGE_PRINCIPALS) must be a list of mappings");
    }

    @Test
    void theTlsFilesMustExistBeValidAndBeSetTogether() throws IOException {
        var nonsense =
                Files.writeString(directory.resolve("nonsense"), "nonsense").toString();
        assertThat(violations(Map.of("PLATFORM_BRIDGE_TLS_CERTIFICATE_FILE", nonsense)))
                .anyMatch(violation -> violation.contains("must name certificates in PEM"))
                .anyMatch(violation -> violation.contains("must be set together"));
        assertThat(violations(Map.of("PLATFORM_BRIDGE_TLS_KEY_FILE", nonsense)))
                .anyMatch(violation -> violation.contains("must name a private key in PEM"));
        assertThat(violations(Map.of("PLATFORM_BRIDGE_TLS_CLIENT_CA_FILE", nonsense)))
                .anyMatch(violation -> violation.contains("needs certificate-file and key-file"));
        assertThat(violations(Map.of(
                        "PLATFORM_BRIDGE_TLS_KEY_FILE",
                        directory.resolve("absent").toString())))
                .anyMatch(violation -> violation.contains("absent cannot be read"));
    }

    @Test
    void withTlsAndAClientCaAnyHostIsAllowed() throws Exception {
        var certificates = Certificates.in(directory).authority("ca");
        var certificate = Files.writeString(directory.resolve("ca.pem"), certificates.certificatePem("ca"));
        var key = Files.writeString(directory.resolve("key.pem"), certificates.keyPem("ca"));
        var config = read(Map.of(
                "PLATFORM_BRIDGE_HOST", "0.0.0.0",
                "PLATFORM_BRIDGE_TLS_CERTIFICATE_FILE", certificate.toString(),
                "PLATFORM_BRIDGE_TLS_KEY_FILE", key.toString(),
                "PLATFORM_BRIDGE_TLS_CLIENT_CA_FILE", certificate.toString(),
                "PLATFORM_BRIDGE_PRINCIPALS", "[{name: a, certificate-subject: 'CN=a, O=b'}]"));
        assertThat(config.tls().requestsClientCertificates()).isTrue();
        assertThat(config.toString()).doesNotContain("PRIVATE KEY");
    }

    private BridgeConfig principals(String list) {
        return read(Map.of("PLATFORM_BRIDGE_ENABLED", "true", "PLATFORM_BRIDGE_PRINCIPALS", list));
    }

    private static List<String> violations(Map<String, String> environment) {
        return catchThrowableOfType(ConfigException.class, () -> read(environment))
                .violations();
    }

    private static BridgeConfig read(Map<String, String> environment) {
        var defaults = new ByteArrayInputStream(DEFAULTS.getBytes(StandardCharsets.UTF_8));
        return ConfigSource.read(defaults, null, environment)
                .bind(root -> BridgeConfig.read(root.section("bridge"), Duration.ofSeconds(10)));
    }
}
