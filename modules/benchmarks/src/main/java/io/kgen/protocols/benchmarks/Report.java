package io.kgen.protocols.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Renders the results as Markdown. */
final class Report {

    private final String title;
    private final List<String> facts;
    private final List<Goal> goals;
    private final Results results;
    private final StringBuilder text = new StringBuilder();

    Report(String title, List<String> facts, List<Goal> goals, Results results) {
        this.title = title;
        this.facts = facts;
        this.goals = goals;
        this.results = results;
    }

    String markdown() {
        line("# " + title + "\n");
        facts.forEach(fact -> line("* " + fact));
        if (!goals.isEmpty()) {
            goals();
        }
        results();
        servers();
        notes();
        return text.toString();
    }

    private void goals() {
        line("\n## Goals\n\n| | what | goal | measured | |\n|---|---|---:|---:|---|");
        for (var goal : goals) {
            line("| %s | %s | %s %s | %s | %s |"
                    .formatted(
                            goal.number(),
                            goal.what(),
                            goal.sign(),
                            number(goal.limit()),
                            goal.measured().isEmpty() ? "–" : number(goal.measured()),
                            goal.verdict()));
        }
    }

    private void results() {
        line("""

                ## Measured

                | contender | scenario | connections | responses/s | rows/s | p50 ms | p99 ms | CPU µs/response | generator CPU |
                |---|---|---:|---:|---:|---:|---:|---:|---:|""");
        results.results().forEach(result -> line(row(result)));
    }

    private static String row(Result result) {
        var median = result.median();
        return format(
                "| %s | %s%s | %,d | %,.0f | %s | %.2f | %.2f | %s | %s |",
                result.contender(),
                result.scenario(),
                result.isValid() ? "" : " **FAILED**",
                result.connections(),
                median.rate(),
                result.rows() == 0 ? "–" : format("%,.0f", result.rowsPerSecond()),
                median.p50(),
                median.p99(),
                Double.isNaN(median.cpuMicros()) ? "–" : format("%.1f", median.cpuMicros()),
                Double.isNaN(median.generatorCpu()) ? "–" : format("%.0f %%", 100 * median.generatorCpu()));
    }

    private void servers() {
        line("\n## Servers\n\n| | JVM flags | ready ms | peak resident MB |\n|---|---|---:|---:|");
        for (var server : results.servers()) {
            var peak = server.peakMegabytes();
            line("| %s | %s | %d | %s |"
                    .formatted(
                            server.name(),
                            server.jvm(),
                            server.readyMillis(),
                            peak.isEmpty() ? "–" : Long.toString(peak.getAsLong())));
        }
    }

    private void notes() {
        line("");
        results.notes().forEach(note -> line("* " + note));
        for (var result : results.results()) {
            if (!result.isValid()) {
                line("* **FAILED** %s, %s, %d connections: %s"
                        .formatted(result.contender(), result.scenario(), result.connections(), result.failure()));
            }
        }
        line(
                "* In every scenario that stores events, PostgreSQL had exactly as many rows as were acknowledged, except in"
                        + " scenarios marked as failed.");
        line(
                "* If the CPU of the generator is near 100 % of its event loops, the generator is the limit, and the contender"
                        + " could do more.");
    }

    private static String number(OptionalDouble number) {
        return number(number.getAsDouble());
    }

    private static String number(double number) {
        return number >= 100 ? format("%.0f", number) : format("%.2f", number);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
