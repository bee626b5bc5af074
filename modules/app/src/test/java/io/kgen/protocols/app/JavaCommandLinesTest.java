package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every JVM exits on an OutOfMemoryError, so that it is restarted; all documented command lines set this option. */
class JavaCommandLinesTest {

    private static final Path ROOT = Path.of("..", "..");
    /** Matches a command up to the end of its line, including continuation lines, but not a sentence in prose. */
    private static final Pattern COMMAND = Pattern.compile("(?m)\\bjava\"?,? (?:-|\"-)(?:[^\\\\\\n`]|\\\\\\n|\\\\)*");

    private static final String FLAG = "-XX:+ExitOnOutOfMemoryError";

    @Test
    void everyDocumentedJvmExitsOnOutOfMemory() {
        var commands = files().flatMap(JavaCommandLinesTest::commands).toList();
        assertThat(commands)
                .hasSizeGreaterThan(5)
                .allSatisfy(command -> assertThat(command).contains(FLAG));
    }

    @Test
    void theJvmOfTheImageExitsOnOutOfMemory() throws IOException {
        assertThat(Files.readString(ROOT.resolve("docker/Dockerfile")))
                .containsPattern("ENV JAVA_TOOL_OPTIONS=.*" + Pattern.quote(FLAG));
    }

    private static Stream<Path> files() {
        var scripts =
                Stream.of("dev", "benchmarks", "README.md", "CONTRIBUTING.md").map(ROOT::resolve);
        try (var docs = Files.list(ROOT.resolve("docs"))) {
            var documents = docs.filter(file -> file.toString().endsWith(".md")).toList();
            return Stream.concat(scripts, documents.stream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the commands that start a program, without {@code java -version} and similar commands. */
    private static Stream<String> commands(Path file) {
        try {
            return COMMAND.matcher(Files.readString(file))
                    .results()
                    .map(MatchResult::group)
                    .filter(command -> Stream.of(" -jar ", " -cp ", " -Xmx").anyMatch(command::contains))
                    .map(command -> file.getFileName() + ": " + command);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
