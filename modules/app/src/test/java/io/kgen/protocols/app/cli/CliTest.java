package io.kgen.protocols.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that need no running service. */
class CliTest {

    private static final String SECRET = "hunter2-hunter2-hunter2-hunter2-hunter2";
    private static final Map<String, String> VALID =
            Map.of("PLATFORM_AUTH_DEFAULT_SECRET", SECRET, "PLATFORM_KSTORE_URL", "https://store.example/store");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "run --help",
                "migrate --help",
                "config --help",
                "config check --help",
                "config print --help",
                "keys list --help",
                "number find --help",
                "number link --help",
                "number unlink --help",
                "player erase --help",
                "audit list --help"
            })
    void everyCommandHasHelp(String line) {
        var help = CommandLineRun.of(Map.of(), line.split(" "));
        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .startsWith("Usage: java -jar platform-protocols.jar" + command(line))
                .contains("--help");
        assertThat(help.err()).isEmpty();
    }

    /** The words before the option. */
    private static String command(String line) {
        var words = line.substring(0, line.indexOf("--")).strip();
        return words.isEmpty() ? "" : " " + words;
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrat", "--port", "-x", "run 7", "config chec", "number", "migrate --config"})
    void anInvalidCommandLineIsExplained(String line) {
        var invalid = CommandLineRun.of(Map.of(), line.split(" "));
        assertThat(invalid.exitCode()).isEqualTo(2);
        assertThat(invalid.err()).contains("Usage: java -jar platform-protocols.jar");
        assertThat(invalid.out()).isEmpty();
    }

    @Test
    void versionNamesTheCommit() {
        var version = CommandLineRun.of(Map.of(), "--version");
        assertThat(version.exitCode()).isZero();
        assertThat(version.out()).matches("platform-protocols \\d+\\.\\d+\\.\\d+\\S* \\(commit \\S+, \\S+Z\\)\\R");
    }

    @Test
    void aValidConfigurationIsConfirmed() {
        assertThat(CommandLineRun.of(VALID, "config", "check"))
                .isEqualTo(new CommandLineRun(0, "the configuration is valid" + System.lineSeparator(), ""));
        assertThat(CommandLineRun.of(VALID, "config", "check", "--output", "json")
                        .json())
                .hasToString("{\"valid\":true,\"violations\":[]}");
    }

    @Test
    void everyErrorOfTheConfigurationIsListed() throws IOException {
        var file = Files.writeString(directory.resolve("a.yaml"), "http: { port: http }\nhtpp: { port: 1 }\n");
        var check = CommandLineRun.of(VALID, "--config", file.toString(), "config", "check");
        assertThat(check.exitCode()).isEqualTo(2);
        assertThat(check.err().lines())
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("htpp.port is not a known key"))
                .anySatisfy(line -> assertThat(line).startsWith("http.port (PLATFORM_HTTP_PORT) must be a number"));

        var json = CommandLineRun.of(VALID, "config", "check", "--config", file.toString(), "--output", "json");
        assertThat(json.exitCode()).isEqualTo(2);
        assertThat(json.json().getBoolean("valid")).isFalse();
        assertThat(json.json().getJsonArray("violations")).hasSize(2);
    }

    @Test
    void theConfigurationIsPrintedWithItsSourcesAndWithoutSecrets() throws IOException {
        var file = Files.writeString(directory.resolve("a.yaml"), "http: { port: 8081 }\n");
        var environment = new HashMap<>(VALID);
        environment.put("PLATFORM_CONFIG", file.toString());

        var table = CommandLineRun.of(environment, "config", "print");
        assertThat(table.exitCode()).isZero();
        assertThat(table.out().lines())
                .anySatisfy(line -> assertThat(line).matches("http\\.port +8081 +file +\\S+a\\.yaml"))
                .anySatisfy(line -> assertThat(line)
                        .matches("auth\\.default\\.secret +\\*\\*\\* +environment +PLATFORM_AUTH_DEFAULT_SECRET"));
        var json = CommandLineRun.of(environment, "config", "print", "--output", "json");
        assertThat(json.json().getJsonObject("http.port").getInteger("value")).isEqualTo(8081);
        assertThat(table.out() + json.out()).doesNotContain("hunter2");
    }

    @Test
    void keysAreListedWithoutTheirSecrets() throws IOException {
        var issuer = Files.writeString(directory.resolve("issuer"), SECRET + "-of-the-issuer\n");
        var environment = new HashMap<>(VALID);
        environment.put(
                "PLATFORM_AUTH_ISSUERS",
                "[{issuer: shop, keys: [{algorithm: HS512, kid: k1, secret-file: " + issuer + "},"
                        + " {algorithm: HS256, secret: " + SECRET + "-x}]}]");

        var json = CommandLineRun.of(environment, "keys", "list", "--output", "json");
        assertThat(json.exitCode()).isZero();
        var keys = json.json().getJsonArray("keys");
        assertThat(keys).hasSize(3);
        assertThat(keys.getJsonObject(0).getString("issuer")).isEqualTo("(every other issuer)");
        assertThat(keys.getJsonObject(0).getString("source")).isEqualTo("static");
        assertThat(keys.getJsonObject(1).getString("kid")).isEqualTo("k1");
        assertThat(keys.getJsonObject(1).getString("source")).isEqualTo("file");
        assertThat(keys.getJsonObject(1).getString("fingerprint")).matches("[0-9a-f]{12}");
        var table = CommandLineRun.of(environment, "keys", "list");
        assertThat(table.out().lines())
                .anySatisfy(line -> assertThat(line).matches("shop +HS256 +static +[0-9a-f]{12}"));
        assertThat(json.out() + table.out()).doesNotContain("hunter2");
    }

    @Test
    void aServiceThatIsNotRunningIsASentence() throws IOException {
        var find = CommandLineRun.of(
                VALID, "number", "find", "--issuer=i", "--user=u", "--management-url=http://127.0.0.1:" + unusedPort());
        assertThat(find.exitCode()).isEqualTo(1);
        assertThat(find.err()).startsWith("cannot connect to the management listener at http://127.0.0.1:");
        assertThat(find.err().lines()).hasSize(1);
    }

    @Test
    void anErasureNeedsAConfirmation() {
        var erase = CommandLineRun.of(VALID, "player", "erase", "--issuer", "i", "--user", "u");
        assertThat(erase.exitCode()).isEqualTo(2);
        assertThat(erase.err()).contains("add --yes to erase player u of i");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1", "127.0.0.1", "/x"})
    void anAddressThatIsNoUrlIsASentence(String url) {
        var find = CommandLineRun.of(VALID, "number", "find", "--issuer=i", "--user=u", "--management-url=" + url);
        assertThat(find.exitCode()).isEqualTo(2);
        assertThat(find.err()).contains("--management-url");
    }

    private static int unusedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
