package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.platform.ConfigException;
import io.kgen.protocols.platform.ConfigSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthConfigTest {

    private static final String DEFAULTS =
            "auth: {default: {secret: '', previous-secret: ''}, issuers: [], remembered-tokens: 10, max-lifetime: 366d,"
                    + " jwks: {cooldown: 30s, refresh: 5m, tls: {ca-file: '', certificate-file: '', key-file: ''}}}";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void rejectsAConfigurationWithoutAKey() {
        assertViolation(Map.of(), "auth.default.secret (PLATFORM_AUTH_DEFAULT_SECRET) must be set");
    }

    @Test
    void rejectsAnHmacSecretShorterThan32Bytes() {
        assertViolation(
                Map.of("PLATFORM_AUTH_DEFAULT_SECRET", SECRET.substring(1)), "must be a secret of 32 bytes or more");
        assertThat(read("", Map.of("PLATFORM_AUTH_DEFAULT_SECRET", SECRET)).defaultKeys())
                .hasSize(1);
    }

    @Test
    void acceptsBothSecretsOfARotation() {
        var environment =
                Map.of("PLATFORM_AUTH_DEFAULT_SECRET", SECRET, "PLATFORM_AUTH_DEFAULT_PREVIOUS_SECRET", SECRET + "!");
        assertThat(read("", environment).defaultKeys()).hasSize(2);
    }

    @Test
    void readsAnIssuersKeysAndTheirFiles(@TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("secret"), SECRET + "\n");
        var keys = "{algorithm: HS256, secret-file: " + file + "}, {algorithm: HS512, kid: k, secret: " + SECRET + "}";
        var config = read("auth: {issuers: [{issuer: '9124643460', keys: [" + keys + "]}]}", Map.of());
        assertThat(config.defaultKeys()).isEmpty();
        assertThat(config.issuerKeys().get("9124643460"))
                .extracting(key -> key.material().value())
                .containsOnly(SECRET);
    }

    @Test
    void reportsAllErrorsOfTheIssuersTogether() {
        var yaml =
                "auth: {issuers: [{issuer: a, keys: [{algorithm: none, secret: x}, {algorithm: RS256, public-key: x}]},"
                        + " {issuer: '', keys: []}, {issuer: b, keys: [{algorithm: HS256, secret-file: /does/not/exist}]},"
                        + " {issuer: c, typo: 1, keys: [{algorithm: HS256, secretfile: x}]}]}";
        assertThatThrownBy(() -> read(yaml, Map.of()))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        e -> assertThat(e.violations())
                                .anyMatch(violation -> violation.startsWith("auth.issuers[0].keys[0]"))
                                .anyMatch(violation -> violation.startsWith("auth.issuers[0].keys[1]"))
                                .anyMatch(violation -> violation.startsWith("auth.issuers[1]"))
                                .anyMatch(violation -> violation.contains("/does/not/exist cannot be read"))
                                .anyMatch(violation -> violation.contains("has the unknown key typo"))
                                .anyMatch(violation -> violation.contains("has the unknown key secretfile")));
    }

    @Test
    void e35_rejectsTwoKeysOfOneIssuerWithOneKid() {
        var keys = "{algorithm: HS256, kid: k, secret: " + SECRET + "}, {algorithm: HS512, kid: k, secret: " + SECRET
                + "}";
        assertThatThrownBy(() -> read("auth: {issuers: [{issuer: a, keys: [" + keys + "]}]}", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("auth.issuers[0].keys[1]")
                .hasMessageContaining("must not have the kid of another key of this issuer");
    }

    @Test
    void toStringOmitsTheSecrets() {
        var config = read("", Map.of("PLATFORM_AUTH_DEFAULT_SECRET", SECRET));
        assertThat(config.toString()).doesNotContain(SECRET);
    }

    private static void assertViolation(Map<String, String> environment, String violation) {
        assertThatThrownBy(() -> read("", environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(violation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.example.com/jwks.json",
                "http://127.0.0.1:8081/jwks.json",
                "http://[::1]/jwks.json",
                "http://localhost/jwks.json"
            })
    void e31_acceptsAUrlOfHttpsOrOfLoopback(String url) {
        var config = read("auth: {issuers: [{issuer: a, jwks-url: '" + url + "'}]}", Map.of());
        assertThat(config.keySets().get("a").url()).hasToString(url);
        assertThat(config.issuerKeys().get("a")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example.com/jwks.json",
                "http://127.0.0.1.example.com/jwks.json",
                "http://127.0.0.1@example.com/jwks.json",
                "https://user:password@login.example.com/",
                "file:///etc/passwd",
                "ftp://127.0.0.1/",
                "login.example.com",
                "https:///jwks.json",
                "https://a b/"
            })
    void e31_rejectsAnyOtherUrl(String url) {
        assertThatThrownBy(() -> read("auth: {issuers: [{issuer: a, jwks-url: '" + url + "'}]}", Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("auth.issuers[0].jwks-url")
                .hasMessageContaining("must be a URL of https");
    }

    private static AuthConfig read(String yaml, Map<String, String> environment) {
        try {
            var file = Files.writeString(Files.createTempFile("auth", ".yaml"), yaml.isEmpty() ? "{}" : yaml);
            file.toFile().deleteOnExit();
            var defaults = new ByteArrayInputStream(DEFAULTS.getBytes(StandardCharsets.UTF_8));
            return ConfigSource.read(defaults, file, environment).bind(root -> AuthConfig.read(root.section("auth")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
