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

/** Where values come from, and which source wins. */
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
    void withoutAnythingElseTheDefaultsHold() {
        var port = read(null, Map.of()).as(root -> root.section("http").port("port"));
        assertThat(port).isEqualTo(8_080);
    }

    @Test
    void anOperatorsFileOverridesKeyByKey() throws IOException {
        var file = file("settings.yaml", "http:\n  port: 9999\n");
        var http = read(file, Map.of())
                .as(root -> List.of(
                        root.section("http").text("host"), root.section("http").text("port")));
        assertThat(http).containsExactly("0.0.0.0", "9999");
    }

    @Test
    void theEnvironmentOverridesTheFile() throws IOException {
        var file = file("settings.yaml", "http:\n  port: 9999\n");
        var port = read(file, Map.of("PLATFORM_HTTP_PORT", "7777"))
                .as(root -> root.section("http").port("port"));
        assertThat(port).isEqualTo(7_777);
    }

    @Test
    void everyKeyHasAVariableHoweverDeepItLies() {
        var environment = Map.of(
                "PLATFORM_EVENT_LOOPS", "2",
                "PLATFORM_HTTP_CORS_ORIGINS", "https://a.example, https://b.example",
                "PLATFORM_AUTH_DEFAULT_SECRET", "secret");
        var values = read(null, environment)
                .as(root -> List.of(
                        root.number("event-loops", 0, 9),
                        root.section("http").section("cors").list("origins"),
                        root.section("auth").section("default").secret("secret")));
        assertThat(values).containsExactly(2, List.of("https://a.example", "https://b.example"), new Secret("secret"));
    }

    @Test
    void aSecretCanBeReadFromAFileWithoutItsLastLineBreak() throws IOException {
        var file = file("secret", " from a file \n");
        var secret = read(null, Map.of("PLATFORM_AUTH_DEFAULT_SECRET_FILE", file.toString()))
                .as(root -> root.section("auth").section("default").secret("secret"));
        assertThat(secret.value()).isEqualTo(" from a file");
    }

    @Test
    void variablesOfOthersAndTheLaunchersOwnAreLeftAlone() {
        var environment = Map.of("HTTP_PORT", "1", "PATH", "/bin", "PLATFORM_CONFIG", "/etc/settings.yaml");
        int eventLoops = read(null, environment).as(root -> root.number("event-loops", 0, 9));
        assertThat(eventLoops).isZero();
    }

    @Test
    void everyFaultOfEverySourceIsReportedAtOnce() throws IOException {
        var file = file("settings.yaml", "http:\n  prt: 1\n  port: 70000\nextra: true\n");
        var missing = directory.resolve("missing");
        var environment = Map.of(
                "PLATFORM_HTTP_PROT", "1",
                "PLATFORM_AUTH_DEFAULT_SECRET_FILE", missing.toString(),
                "PLATFORM_HTTP_HOST", " ");

        assertThatThrownBy(() -> read(file, environment).as(root -> {
                    root.section("http").text("host");
                    return root.section("http").port("port");
                }))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused -> assertThat(refused.faults())
                                .containsExactlyInAnyOrder(
                                        file + ": http.prt is not a known key",
                                        file + ": extra is not a known key",
                                        "PLATFORM_HTTP_PROT is not a known environment variable",
                                        "PLATFORM_AUTH_DEFAULT_SECRET_FILE: " + missing + " cannot be read",
                                        "http.host (PLATFORM_HTTP_HOST) must not be empty",
                                        "http.port (PLATFORM_HTTP_PORT) must be a number from 0 to 65535"));
    }

    @Test
    void aFileThatIsNoYamlIsAFault() throws IOException {
        var file = file("settings.yaml", "http:\n  port: [\n");
        assertFaults(file, Map.of(), file + " is not valid YAML at line");
    }

    @Test
    void aKeyThatStandsTwiceInAFileIsAFault() throws IOException {
        var file = file("settings.yaml", "http:\n  port: 1\n  port: 2\n");
        assertFaults(file, Map.of(), file + " is not valid YAML at line 3");
    }

    @Test
    void aFileThatIsNotThereIsAFault() {
        var file = directory.resolve("missing.yaml");
        assertFaults(file, Map.of(), file + " cannot be read");
    }

    @Test
    void aFileThatIsNoMappingIsAFault() throws IOException {
        var file = file("settings.yaml", "- a\n- b\n");
        assertFaults(file, Map.of(), file + " must be a mapping");
    }

    @Test
    void anEmptyFileOverridesNothing() throws IOException {
        var file = file("settings.yaml", "# nothing yet\n");
        int port = read(file, Map.of()).as(root -> root.section("http").port("port"));
        assertThat(port).isEqualTo(8_080);
    }

    @Test
    void aFileNameThatCannotBeOneIsAFault() {
        assertFaults(
                null,
                Map.of("PLATFORM_AUTH_DEFAULT_SECRET_FILE", "\u0000"),
                "PLATFORM_AUTH_DEFAULT_SECRET_FILE: \u0000 cannot be read");
    }

    @Test
    void aFileOfBytesThatAreNoTextIsAFault() throws IOException {
        var file = Files.write(directory.resolve("secret"), new byte[] {(byte) 0xFF});
        assertFaults(
                null,
                Map.of("PLATFORM_AUTH_DEFAULT_SECRET_FILE", file.toString()),
                "PLATFORM_AUTH_DEFAULT_SECRET_FILE: " + file + " cannot be read");
    }

    @Test
    void noFaultQuotesAValue() {
        assertThatThrownBy(() -> read(null, Map.of("PLATFORM_HTTP_PORT", "hunter2"))
                        .as(root -> root.section("http").port("port")))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("hunter2");
    }

    private void assertFaults(Path file, Map<String, String> environment, String beginning) {
        assertThatThrownBy(() -> read(file, environment).as(root -> "typed"))
                .isInstanceOfSatisfying(
                        ConfigException.class,
                        refused -> assertThat(refused.faults())
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
