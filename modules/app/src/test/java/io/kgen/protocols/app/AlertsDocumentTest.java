package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Holds the alerting rules, their entries in the runbook and the page of the metrics to each other. */
class AlertsDocumentTest {

    private static final Path DOCS = Path.of("..", "..", "docs");
    private static final Pattern RUNBOOK_ENTRY = Pattern.compile("(?m)^### (\\w+)$");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(\\w+)` \\| (?:counter|gauge|histogram) ");
    /** Labels are excluded by the character that follows them, functions by their parenthesis. */
    private static final Pattern METRIC = Pattern.compile("\\b[a-z]+_[a-z_]+\\b(?!\\s*(?:\\(|=|!|[^{]*}))");

    private final List<JsonNode> rules = rules();

    @Test
    void everyAlertHasAnEntryInTheRunbookAndEveryEntryAnAlert() throws IOException {
        var runbook = section(Files.readString(DOCS.resolve("operating.md")), "## Alerts");
        var alerts =
                rules.stream().map(rule -> rule.path("alert").asText()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(matches(RUNBOOK_ENTRY, 1, runbook)).hasSizeGreaterThan(15).isEqualTo(alerts);
    }

    @Test
    void everyAlertUsesDocumentedMetricsOnly() throws IOException {
        var documented = matches(DOCUMENTED, 1, Files.readString(DOCS.resolve("metrics.md")));
        var used = rules.stream()
                .flatMap(rule -> matches(METRIC, 0, rule.path("expr").asText()).stream())
                .map(metric -> metric.replaceFirst("_bucket$", ""))
                .collect(Collectors.toSet());
        assertThat(used).hasSizeGreaterThan(15).isSubsetOf(documented);
    }

    @Test
    void everyAlertSaysHowSevereItIsAndWhatHasHappened() {
        assertThat(rules).allSatisfy(rule -> {
            assertThat(rule.at("/labels/severity").asText()).isIn("page", "ticket");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
        });
    }

    private static List<JsonNode> rules() {
        try {
            var document = new YAMLMapper().readTree(DOCS.resolve("alerts.yaml").toFile());
            return StreamSupport.stream(document.at("/groups/0/rules").spliterator(), false)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String section(String page, String heading) {
        var from = page.indexOf(heading + "\n");
        assertThat(from).as("the runbook has the heading %s", heading).isNotNegative();
        return page.substring(from, page.indexOf("\n## ", from + 1));
    }

    private static Set<String> matches(Pattern pattern, int group, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(group))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
