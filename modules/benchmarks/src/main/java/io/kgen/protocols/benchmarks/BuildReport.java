package io.kgen.protocols.benchmarks;

import java.util.List;
import java.util.Locale;

/** The comparison of two builds as Markdown. */
record BuildReport(Options options, List<String> facts, List<Pairs> pairs, List<String> faults) {

    String markdown() {
        var text = new StringBuilder("# This build and another one\n\n");
        facts.forEach(fact -> text.append("* ").append(fact).append('\n'));
        text.append("* other build: ").append(options.other().getFileName()).append('\n');
        text.append("""

                | scenario | connections | this, answers/s | other, answers/s | this / other: median | min | max | other CPU / this CPU of an answer | CPU of others | verdict |
                |---|---:|---:|---:|---:|---:|---:|---:|---:|---|
                """);
        pairs.forEach(measured -> text.append(row(measured)).append('\n'));
        text.append("\n* The ratio is to be ").append(Pairs.LIMIT).append(" or more.");
        text.append(
                " CPU of others: the share of the machine that processes outside of this run used in the meantime.\n");
        faults.forEach(fault -> text.append("* **FAILED** ").append(fault).append('\n'));
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
