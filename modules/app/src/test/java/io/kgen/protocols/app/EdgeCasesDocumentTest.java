package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that docs/edge-cases.md lists the case numbers of the sources and the names of existing tests. */
class EdgeCasesDocumentTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Path PAGE = ROOT.resolve("docs/edge-cases.md");
    private static final Pattern HEADING = Pattern.compile("(?m)^\\*\\*(E\\d\\d) ");
    /** Matches a case number in prose and in the prefix of a test method, but not within a longer word. */
    private static final Pattern MENTION = Pattern.compile("(?<![\\w.+-])E\\d\\d(?!\\w)|(?<=\\b|_)e\\d\\d(?=_)");

    private static final Pattern TEST = Pattern.compile("`(\\w*[a-z0-9](?:Test|IT))`");

    @Test
    void everyCaseNumberInTheSourcesIsOnThePage() throws IOException {
        var documented = matches(HEADING, 1, Files.readString(PAGE));
        assertThat(mentioned()).hasSizeGreaterThan(30).isSubsetOf(documented);
    }

    @Test
    void everyTestOnThePageExists() throws IOException {
        assertThat(matches(TEST, 1, Files.readString(PAGE)))
                .hasSizeGreaterThan(30)
                .isSubsetOf(testClasses());
    }

    private static Set<String> mentioned() throws IOException {
        var modules = files(ROOT.resolve("modules"), ".java", ".sql", ".yaml");
        var documents = Stream.concat(
                files(ROOT.resolve("docs"), ".md"),
                Stream.of("README.md", "CONTRIBUTING.md", "config/application.yaml")
                        .map(ROOT::resolve));
        return Stream.concat(modules, documents)
                .flatMap(file -> matches(MENTION, 0, read(file)).stream())
                .map(number -> number.toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> testClasses() throws IOException {
        return files(ROOT.resolve("modules"), "Test.java", "IT.java")
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toSet());
    }

    /** Excludes generated files and the directories of package managers. */
    private static Stream<Path> files(Path folder, String... endings) throws IOException {
        try (var files = Files.walk(folder)) {
            return files
                    .filter(file -> Arrays.stream(endings).anyMatch(file.toString()::endsWith))
                    .filter(file -> !file.toString().matches(".*/(target|node_modules)/.*"))
                    .toList()
                    .stream();
        }
    }

    private static Set<String> matches(Pattern pattern, int group, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
