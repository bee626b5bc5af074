package io.kgen.protocols.benchmarks;

import io.kgen.protocols.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** What the script {@code ./benchmarks} runs: its first argument is the repository, the others are the user's. */
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            var isSound =
                    run(Options.parse(Path.of(args[0]), Arrays.asList(args).subList(1, args.length)));
            System.exit(isSound ? 0 : 1);
        } catch (BenchmarkException | SandboxException | IOException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(Options options) throws IOException, InterruptedException {
        try (var lab = Environment.open(options)) {
            var facts = new Machine(System.getenv()).facts(options, lab.database());
            return switch (options.kind()) {
                case COMPARISON -> comparison(options, lab, facts);
                case BUILDS -> builds(options, lab, facts);
                case GROWTH -> growth(options, lab, facts);
                case SCALING -> scaling(options, lab, facts);
                case SIZES -> sizes(options, lab, facts);
            };
        }
    }

    private static boolean comparison(Options options, Environment lab, List<String> facts) throws IOException {
        var findings = new Comparison(options, lab).run();
        var goals = new Goals(findings).ofComparison();
        Files.writeString(options.target().resolve("report.svg"), new Plot(findings).svg());
        write(options, "report.md", new Report("Benchmarks", facts, goals, findings).markdown());
        return findings.areSound();
    }

    private static boolean builds(Options options, Environment lab, List<String> facts) throws IOException {
        var comparison = new BuildComparison(options, lab);
        comparison.run();
        write(
                options,
                "compare.md",
                new BuildReport(options, facts, comparison.pairs(), comparison.faults()).markdown());
        return comparison.faults().isEmpty();
    }

    private static boolean growth(Options options, Environment lab, List<String> facts) throws IOException {
        var findings = new Growth(options, lab).run();
        var goals = new Goals(findings).ofGrowth();
        write(options, "growth.md", new Report("Growth", facts, goals, findings).markdown());
        return findings.areSound();
    }

    private static boolean scaling(Options options, Environment lab, List<String> facts) throws IOException {
        var findings = new Scaling(options, lab).run();
        write(options, "scaling.md", new Report("Scaling", facts, List.of(), findings).markdown());
        return findings.areSound();
    }

    private static boolean sizes(Options options, Environment lab, List<String> facts) throws IOException {
        var sizes = new Sizes(options, lab);
        write(options, "sizes.md", sizes.markdown(facts));
        return sizes.areSound();
    }

    private static void write(Options options, String name, String report) throws IOException {
        var file = Files.writeString(options.target().resolve(name), report);
        System.out.println(report);
        System.err.println("benchmarks: written to " + file);
    }
}
