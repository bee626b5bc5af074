package io.kgen.protocols.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.RunningPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that call the running service. */
@PlatformTest(configuration = "management: { token: " + CliIT.TOKEN + " }")
class CliIT {

    static final String TOKEN = "the-token-of-the-operators-long-enough";

    @TempDir
    private Path directory;

    private RunningPlatform platform;
    private Path tokenFile;

    @BeforeEach
    void writeTheToken(RunningPlatform platform) throws IOException {
        this.platform = platform;
        this.tokenFile = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    }

    private CommandLineRun run(String user, String... arguments) {
        return run(Map.of(), user, tokenFile, arguments);
    }

    private CommandLineRun run(Map<String, String> environment, String user, Path token, String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--issuer", "cli", "--user", user));
        all.add("--management-url=http://127.0.0.1:" + platform.managementPort());
        if (token != null) {
            all.add("--token-file=" + token);
        }
        return CommandLineRun.of(environment, all.toArray(String[]::new));
    }

    @Test
    void linksFindsAndUnlinksANumber() {
        var linked = run("1", "number", "link", "--phone", "9876543210", "--region", "IN", "--output", "json");
        assertThat(linked.err()).isEmpty();
        assertThat(linked.exitCode()).isZero();
        assertThat(linked.json().getString("linkedPhone")).isEqualTo("9876543210");

        var found = run("1", "number", "find");
        assertThat(found.exitCode()).isZero();
        assertThat(found.out().lines()).anySatisfy(line -> assertThat(line).matches("linkedPhone +9876543210"));

        var replaced = run("1", "number", "link", "--phone", "9876543219", "--region", "IN");
        assertThat(replaced.exitCode()).isEqualTo(1);
        assertThat(replaced.err()).startsWith("CONFLICT: ");

        assertThat(run("1", "number", "unlink", "--output=json").json().getBoolean("unlinked"))
                .isTrue();
        var gone = run("1", "number", "find");
        assertThat(gone.exitCode()).isEqualTo(3);
        assertThat(gone.err()).startsWith("NOT_FOUND: ");
        assertThat(gone.out()).isEmpty();
    }

    @Test
    void anInvalidNumberIsASentence() {
        var invalid = run("2", "number", "link", "--phone", "12");
        assertThat(invalid.exitCode()).isEqualTo(1);
        assertThat(invalid.err()).startsWith("INVALID: ");
    }

    @Test
    void erasesAPlayer() {
        platform.link("cli", "3", "9876543213");
        var erased = run("3", "player", "erase", "--yes", "--output=json", "--reason", "request 7 of the player");
        assertThat(erased.exitCode()).isZero();
        assertThat(erased.json().getInteger("users.erase")).isPositive();
        assertThat(erased.json().fieldNames())
                .containsExactlyInAnyOrder("users.erase", "kstore.erase", "analytics.erase");
        assertThat(run("3", "number", "find").exitCode()).isEqualTo(3);
    }

    @Test
    void listsTheAuditLog() {
        platform.link("cli", "5", "9876543215");
        assertThat(run("5", "number", "unlink").exitCode()).isZero();

        var audit = run("5", "audit", "list", "--who", "operator", "--output=json");
        assertThat(audit.err()).isEmpty();
        assertThat(audit.json().getJsonArray("entries")).hasSize(1);
        var table = run("5", "audit", "list", "--limit", "1");
        assertThat(table.out().lines()).first().asString().matches("AT +WHO +ACTION +ISSUER +PLAYER +REQUEST +DETAILS");
        assertThat(table.out()).contains("operator", "more: --cursor ");
        assertThat(run("5", "audit", "list", "--since", "yesterday").err()).startsWith("INVALID: since must be a time");
    }

    @Test
    void aMissingOrWrongTokenIsRefused() throws IOException {
        var none = run(Map.of(), "1", null, "number", "find");
        assertThat(none.exitCode()).isEqualTo(4);
        assertThat(none.err()).contains("needs the management token");

        var other = Files.writeString(directory.resolve("other"), "x".repeat(40));
        var wrong = run(Map.of(), "1", other, "number", "find");
        assertThat(wrong.exitCode()).isEqualTo(4);
        assertThat(wrong.err()).contains("the management token is wrong").doesNotContain("xxx");
    }

    @Test
    void readsTheTokenFromTheConfigurationOfTheService() {
        platform.link("cli", "4", "9876543214");
        var environment = Map.of("PLATFORM_MANAGEMENT_TOKEN_FILE", tokenFile.toString());
        assertThat(run(environment, "4", null, "number", "find").exitCode()).isZero();
    }

    @Test
    void anotherServerIsRecognized() {
        var other = CommandLineRun.of(
                Map.of(),
                "number",
                "find",
                "--issuer=cli",
                "--user=1",
                "--token-file=" + tokenFile,
                "--management-url=http://127.0.0.1:" + platform.httpPort());
        assertThat(other.exitCode()).isNotZero();
        assertThat(other.err().lines()).hasSize(1);
    }
}
