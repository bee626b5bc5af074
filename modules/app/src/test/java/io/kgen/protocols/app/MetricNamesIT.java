package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.app.support.Scrape;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds {@code /metrics} to the rules of {@code promtool check metrics} (package {@code promlint} of Prometheus), so that a
 * build does not need that tool; a machine that has it runs it, too.
 */
@PlatformTest
class MetricNamesIT {

    private static final Set<String> SUFFIXES_OF_PARTS = Set.of("_count", "_sum", "_bucket");
    /** Units, and parts of units, that are not base units of Prometheus. */
    private static final Set<String> OTHER_UNITS = Set.of(
            "milliseconds",
            "microseconds",
            "nanoseconds",
            "minutes",
            "hours",
            "days",
            "weeks",
            "kilobytes",
            "megabytes",
            "gigabytes",
            "kibibytes",
            "mebibytes",
            "gibibytes",
            "bits",
            "percent",
            "ms",
            "us",
            "ns",
            "sec",
            "s",
            "b",
            "kb",
            "mb",
            "gb",
            "tb",
            "pb",
            "m",
            "h",
            "d");

    private static final Set<String> TYPES = Set.of("counter", "gauge", "histogram", "summary");

    private final Scrape scrape;

    MetricNamesIT(RunningPlatform platform) {
        scrape = platform.scrape();
    }

    @Test
    void everyMetricHasAHelpTextAndAType() {
        assertThat(scrape.metrics().values()).hasSizeGreaterThan(40).allSatisfy(metric -> {
            assertThat(metric.help()).isNotBlank();
            assertThat(metric.type()).isIn(TYPES);
        });
    }

    @Test
    void countersAndNoOthersEndWithTotal() {
        assertThat(scrape.metrics().values())
                .allSatisfy(metric -> assertThat(metric.name().endsWith("_total"))
                        .isEqualTo(metric.type().equals("counter")));
    }

    @Test
    void namesHaveBaseUnitsAndNoTypes() {
        assertThat(scrape.metrics().keySet()).allSatisfy(name -> {
            assertThat(name).matches("[a-z][a-z0-9_]*");
            assertThat(List.of(name.split("_"))).doesNotContainAnyElementsOf(OTHER_UNITS);
            assertThat(List.of(name.split("_"))).doesNotContainAnyElementsOf(TYPES);
        });
    }

    @Test
    void namesDoNotLookLikePartsOfAHistogram() {
        assertThat(scrape.metrics().values())
                .filteredOn(metric -> !metric.type().equals("histogram"))
                .allSatisfy(metric -> assertThat(SUFFIXES_OF_PARTS).noneMatch(metric.name()::endsWith));
    }

    @Test
    void labelsAreInSnakeCase() {
        assertThat(scrape.metrics().values())
                .flatExtracting(Scrape.Metric::labels)
                .allSatisfy(labels -> assertThat(labels.keySet())
                        .allSatisfy(label -> assertThat(label).matches("[a-z][a-z_]*")));
    }

    @Test
    void promtoolHasNoComplaint(@TempDir Path directory) throws Exception {
        assumeThat(promtoolExists()).isTrue();
        var file = Files.writeString(directory.resolve("metrics"), scrape.text());
        var check = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .start();
        var complaints = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(complaints).isBlank();
        assertThat(check.exitValue()).isZero();
    }

    private static boolean promtoolExists() {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "promtool"))
                .anyMatch(Files::isExecutable);
    }
}
