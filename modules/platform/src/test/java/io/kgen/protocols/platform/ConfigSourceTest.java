package io.kgen.protocols.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources of configuration values and their precedence. */
class ConfigSourceTest {

    private static final String DEFAULTS = """
            event-loops: 0
            http:
              host: 0.0.0.0
              port: 8080
              cors:
                origins: []
            auth:
              default:
                secret: ""
            """;

    @TempDir
    private Path directory;

    @Test
    void usesTheDefaultsWithoutOtherSources() {
        var port = read(null, Map.of()).bind(root -> root.section("http").port("port"));
        assertThat(port).isEqualTo(8_080);
    }

    @Test
    void aFileOverridesSingleKeys() throws IOException {
        var file = file("settings.yaml", "http:\n  port: 9999\n");
        var http = read(file, Map.of())
                .bind(root -> List.of(
                        root.section("http").text("host"), root.section("http").text("port")));
        assertThat(http).containsExactly("0.0.0.0", "9999");
    }

    @Test
    void theEnvironmentOverridesTheFile() throws IOException {
        var file = file("settings.yaml", "http:\n  port: 9999\n");
        var port = read(file, Map.of("PLATFORM_HTTP_PORT", "7777"))
                .bind(root -> root.section("http").port("port"));
        assertThat(port).isEqualTo(7_777);
    }

    @Test
    void aVariableOverridesAKeyAtAnyDepth() {
        var environment = Map.of(
                "PLATFORM_EVENT_LOOPS", "2",
                "PLATFORM_HTTP_CORS_ORIGINS", "https://a.example, https://b.example",
                "PLATFORM_AUTH_DEFAULT_SECRET", "secret");
        var values = read(null, environment)
                .bind(root -> List.of(
                        root.number("event-loops", 0, 9),
                        root.section("http").section("cors").list("origins"),
                        root.section("auth").section("default").secret("secret")));
        assertThat(values).containsExactly(2, List.of("https://a.example", "https://b.example"), new Secret("secret"));
    }

    @Test
    void stripsTrailingWhiteSpaceFromASecretFile() throws IOException {
        var file = file("secret", " from a file \n");
        var secret = read(null, Map.of("PLATFORM_AUTH_DEFAULT_SECRET_FILE", file.toString()))
                .bind(root -> root.section("auth").section("default").secret("secret"));
        assertThat(secret.value()).isEqualTo(" from a file");
    }

    @Test
    void ignoresOtherVariables() {
        var environment = Map.of("HTTP_PORT", "1", "PATH", "/bin", "PLATFORM_CONFIG", "/etc/settings.yaml");
        int eventLoops = read(null, environment).bind(root -> root.number("event-loops", 0, 9));
        assertThat(eventLoops).isZero();
    }

    @Test
    void reportsAllViolationsOfAllSourcesAtOnce() throws IOException {
        var file = file("settings.yaml", "http:\n  prt: 1\n  port: 70000\nextra: true\n");
        var missing = directory.resolve("missing");
        var environment = Map.of(
                "PLATFORM_HTTP_PROT", "1",
                "PLATFORM_AUTH_DEFAULT_SECRET_FILE", missing.toString(),
                "PLATFORM_HTTP_HOST", " ");

        assertThatThrownBy(() -> read(file, environment).bind(root -> {
                    root.section("http").text("host");
                    return root.section("http").port("port");
                }))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        exception -> assertThat(exception.violations())
                                .containsExactlyInAnyOrder(
                                        file + ": http.prt is not a known key",
                                        file + ": extra is not a known key",
                                        "PLATFORM_HTTP_PROT is not a known environment variable",
                                        "PLATFORM_AUTH_DEFAULT_SECRET_FILE: " + missing + " cannot be read",
                                        "http.host (PLATFORM_HTTP_HOST) must not be empty",
                                        "http.port (PLATFORM_HTTP_PORT) must be a number from 0 to 65535"));
    }

    @Test
    void aFileThatIsNotYamlIsAViolation() throws IOException {
        var file = file("settings.yaml", "http:\n  port: [\n");
        assertViolation(file, Map.of(), file + " is not valid YAML at line");
    }

    @Test
    void aDuplicateKeyInAFileIsAViolation() throws IOException {
        var file = file("settings.yaml", "http:\n  port: 1\n  port: 2\n");
        assertViolation(file, Map.of(), file + " is not valid YAML at line 3");
    }

    @Test
    void aMissingFileIsAViolation() {
        var file = directory.resolve("missing.yaml");
        assertViolation(file, Map.of(), file + " cannot be read");
    }

    @Test
    void aFileThatIsNotAMappingIsAViolation() throws IOException {
        var file = file("settings.yaml", "- a\n- b\n");
        assertViolation(file, Map.of(), file + " must be a mapping");
    }

    @Test
    void anEmptyFileOverridesNothing() throws IOException {
        var file = file("settings.yaml", "# nothing yet\n");
        int port = read(file, Map.of()).bind(root -> root.section("http").port("port"));
        assertThat(port).isEqualTo(8_080);
    }

    @Test
    void anInvalidFileNameIsAViolation() {
        assertViolation(
                null,
                Map.of("PLATFORM_AUTH_DEFAULT_SECRET_FILE", "\u0000"),
                "PLATFORM_AUTH_DEFAULT_SECRET_FILE: \u0000 cannot be read");
    }

    @Test
    void aFileThatIsNotTextIsAViolation() throws IOException {
        var file = Files.write(directory.resolve("secret"), new byte[] {(byte) 0xFF});
        assertViolation(
                null,
                Map.of("PLATFORM_AUTH_DEFAULT_SECRET_FILE", file.toString()),
                "PLATFORM_AUTH_DEFAULT_SECRET_FILE: " + file + " cannot be read");
    }

    @Test
    void aViolationDoesNotContainTheValue() {
        assertThatThrownBy(() -> read(null, Map.of("PLATFORM_HTTP_PORT", "hunter2"))
                        .bind(root -> root.section("http").port("port")))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("hunter2");
    }

    private void assertViolation(Path file, Map<String, String> environment, String beginning) {
        assertThatThrownBy(() -> read(file, environment).bind(root -> "typed"))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        exception -> assertThat(exception.violations())
                                .singleElement()
                                .asString()
                                .startsWith(beginning));
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static ConfigSource read(Path file, Map<String, String> environment) {
        var defaults = new ByteArrayInputStream(DEFAULTS.getBytes(StandardCharsets.UTF_8));
        return ConfigSource.read(defaults, file, environment);
    }
}
