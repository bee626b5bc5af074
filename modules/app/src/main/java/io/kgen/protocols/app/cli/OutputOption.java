package io.kgen.protocols.app.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The option {@code --output}, and the two forms of a result. */
final class OutputOption {

    enum Format {
        TABLE,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    private Format format = Format.TABLE;

    boolean isJson() {
        return format == Format.JSON;
    }

    /** Prints an object: as it is, or as a table with a row for each member. */
    void print(PrintStream out, JsonNode object) {
        if (isJson()) {
            out.println(object.toPrettyString());
            return;
        }
        var table = new Table("field", "value");
        object.properties()
                .forEach(field -> table.row(field.getKey(), field.getValue().asText()));
        table.print(out);
    }

    /** A table of text in columns that are as wide as their longest cell. */
    static final class Table {

        private final List<List<String>> rows = new ArrayList<>();

        Table(String... columns) {
            rows.add(List.of(columns).stream()
                    .map(column -> column.toUpperCase(Locale.ROOT))
                    .toList());
        }

        Table row(String... cells) {
            rows.add(List.of(cells));
            return this;
        }

        void print(PrintStream out) {
            rows.stream().map(this::line).forEach(out::println);
        }

        private String line(List<String> row) {
            var line = new StringBuilder();
            for (var column = 0; column < row.size(); column++) {
                line.append(row.get(column))
                        .append(" ".repeat(width(column) - row.get(column).length() + 2));
            }
            return line.toString().stripTrailing();
        }

        private int width(int column) {
            return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
        }
    }
}
