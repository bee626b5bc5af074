package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.app.support.Scrape.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/metrics.md and {@code /metrics} of a node with all roles to each other, in both directions. */
@PlatformTest(configuration = """
        auth:
          issuers:
            - issuer: studio
              jwks-url: http://127.0.0.1:9/jwks.json
        bridge:
          enabled: true
          port: 0
          principals:
            - name: ledger
              token: the-token-of-the-ledger-0123456789
              send: [users.linked-number.find]
        """)
class MetricsDocumentIT {

    private static final Path PAGE = Path.of("..", "..", "docs", "metrics.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /** A row of a table of metrics. */
    private record Row(String name, String type, String unit, String labels, String meaning, String action) {}

    private final List<Row> rows = tableRows(6)
            .map(cells ->
                    new Row(code(cells.get(0)), cells.get(1), cells.get(2), cells.get(3), cells.get(4), cells.get(5)))
            .toList();

    private final Map<String, Metric> metrics;

    MetricsDocumentIT(RunningPlatform platform) {
        metrics = platform.scrape().metrics();
    }

    @Test
    void thePageListsEveryMetricWithItsType() {
        var documented = new TreeMap<String, String>();
        rows.forEach(row -> {
            documented.put(row.name(), row.type());
            if (row.type().equals("histogram")) {
                documented.put(row.name() + "_max", "gauge");
            }
        });
        var served = new TreeMap<String, String>();
        metrics.forEach((name, metric) -> served.put(name, metric.type()));
        assertThat(served).isEqualTo(documented);
    }

    @Test
    void thePageListsEveryLabelWithAllItsValues() {
        assertThat(rows).allSatisfy(row -> {
            var documented = labels(row.labels());
            var served = metrics.get(row.name()).labels();
            assertThat(served).extracting(Map::keySet).containsOnly(documented.keySet());
            documented.forEach((label, values) -> {
                if (!values.isEmpty()) {
                    assertThat(served).extracting(labels -> labels.get(label)).hasSameElementsAs(values);
                }
            });
        });
    }

    @Test
    void theUnitsAreThoseOfTheNames() {
        assertThat(rows).allSatisfy(row -> assertThat(row.unit()).isEqualTo(unitOf(row.name())));
    }

    @Test
    void everyRowSaysWhatItMeansAndWhatToDo() {
        assertThat(rows).hasSizeGreaterThan(20).allSatisfy(row -> {
            assertThat(row.meaning()).isNotBlank();
            assertThat(row.action()).isNotBlank();
        });
    }

    /** The labels in a cell with their values, without values if the page describes them in prose. */
    private static Map<String, Set<String>> labels(String cell) {
        return Stream.of(cell.split(";"))
                .map(MetricsDocumentIT::codes)
                .filter(codes -> !codes.isEmpty())
                .collect(Collectors.toMap(
                        codes -> codes.get(0),
                        codes -> codes.size() > 1
                                ? Set.copyOf(codes.subList(1, codes.size()))
                                : valuesOf(codes.get(0))));
    }

    /** The values of a label that has them in the table of labels. */
    private static Set<String> valuesOf(String label) {
        return tableRows(2)
                .filter(cells -> code(cells.get(0)).equals(label))
                .map(cells -> Set.copyOf(codes(cells.get(1))))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the table of labels has no " + label));
    }

    private static String unitOf(String name) {
        return Stream.of("seconds", "bytes")
                .filter(unit -> name.replaceAll("_total$", "").endsWith("_" + unit))
                .findFirst()
                .orElse("–");
    }

    private static String code(String cell) {
        return codes(cell).get(0);
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    }

    /** The rows of the tables with so many columns, which begin with a name in code. */
    private static Stream<List<String>> tableRows(int columns) {
        try {
            return Files.readString(PAGE)
                    .lines()
                    .filter(line -> line.startsWith("| `"))
                    .map(line -> Stream.of(line.split("\\|"))
                            .skip(1)
                            .map(String::strip)
                            .toList())
                    .filter(cells -> cells.size() == columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
