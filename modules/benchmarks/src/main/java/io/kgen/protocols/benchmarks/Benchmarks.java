package io.kgen.protocols.benchmarks;

import io.kgen.protocols.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What the script {@code ./benchmarks} runs: its first argument is the repository, the others are the user's. */
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            var isSound =
                    run(Options.parse(Path.of(args[0]), Arrays.asList(args).subList(1, args.length)));
            System.exit(isSound ? 0 : 1);
        } catch (BenchmarkFailure | SandboxException | IOException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(Options options) throws IOException, InterruptedException {
        try (var lab = Lab.open(options)) {
            var facts = new Machine(System.getenv()).facts(options, lab.database());
            if (options.growth()) {
                var findings = new Growth(options, lab).run();
                var goals = new Goals(findings).ofGrowth();
                write(options, "growth.md", new Report("Growth", facts, goals, findings).markdown());
                return findings.areSound();
            }
            var findings = new Comparison(options, lab).run();
            var goals = new Goals(findings).ofComparison();
            Files.writeString(options.target().resolve("report.svg"), new Plot(findings).svg());
            write(options, "report.md", new Report("Benchmarks", facts, goals, findings).markdown());
            return findings.areSound();
        }
    }

    private static void write(Options options, String name, String report) throws IOException {
        var file = Files.writeString(options.target().resolve(name), report);
        System.out.println(report);
        System.err.println("benchmarks: written to " + file);
    }
}
