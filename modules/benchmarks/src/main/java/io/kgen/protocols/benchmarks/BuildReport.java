package io.kgen.protocols.benchmarks;

import java.util.List;
import java.util.Locale;

/** Renders the comparison of two builds as Markdown. */
record BuildReport(Options options, List<String> facts, List<Pairs> pairs, List<String> failures) {

    String markdown() {
        var text = new StringBuilder("# Comparison of two builds\n\n");
        facts.forEach(fact -> text.append("* ").append(fact).append('\n'));
        text.append("* other build: ").append(options.other().getFileName()).append('\n');
        text.append("""

                | scenario | connections | this, responses/s | other, responses/s | this / other: median | min | max | other CPU / this CPU of a response | CPU of others | verdict |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|---|
                """);
        pairs.forEach(measured -> text.append(row(measured)).append('\n'));
        text.append("\n* The ratio must be ").append(Pairs.LIMIT).append(" or more.");
        text.append(" CPU of others: the share of the machine that processes outside of this run used.\n");
        failures.forEach(failure -> text.append("* **FAILED** ").append(failure).append('\n'));
        return text.toString();
    }

    private static String row(Pairs measured) {
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,.0f | %,.0f | %.3f | %.3f | %.3f | %.3f | %.0f %% | %s |",
                measured.scenario(),
                measured.connections(),
                measured.rate(),
                measured.otherRate(),
                measured.median(),
                measured.min(),
                measured.max(),
                measured.medianCpu(),
                100 * measured.others(),
                measured.verdict());
    }
}
