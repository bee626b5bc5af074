package io.kgen.protocols.benchmarks;

import io.kgen.protocols.sandbox.SandboxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The main class of {@code ./benchmarks}. The first argument is the repository, the others are those of the user. */
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            var isValid =
                    run(Options.parse(Path.of(args[0]), Arrays.asList(args).subList(1, args.length)));
            System.exit(isValid ? 0 : 1);
        } catch (BenchmarkException | SandboxException | IOException e) {
            System.err.println("benchmarks: " + e.getMessage());
            System.exit(2);
        }
    }

    private static boolean run(Options options) throws IOException, InterruptedException {
        try (var environment = Environment.open(options)) {
            var facts = new Machine(System.getenv()).facts(options, environment.database());
            return switch (options.kind()) {
                case COMPARISON -> comparison(options, environment, facts);
                case BUILDS -> builds(options, environment, facts);
                case GROWTH -> growth(options, environment, facts);
                case SCALING -> scaling(options, environment, facts);
                case SIZES -> sizes(options, environment, facts);
            };
        }
    }

    private static boolean comparison(Options options, Environment environment, List<String> facts) throws IOException {
        var results = new Comparison(options, environment).run();
        var goals = new Goals(results).ofComparison();
        Files.writeString(options.target().resolve("report.svg"), new Plot(results).svg());
        write(options, "report.md", new Report("Benchmarks", facts, goals, results).markdown());
        return results.areValid();
    }

    private static boolean builds(Options options, Environment environment, List<String> facts) throws IOException {
        var comparison = new BuildComparison(options, environment);
        comparison.run();
        write(
                options,
                "compare.md",
                new BuildReport(options, facts, comparison.pairs(), comparison.failures()).markdown());
        return comparison.failures().isEmpty();
    }

    private static boolean growth(Options options, Environment environment, List<String> facts) throws IOException {
        var results = new Growth(options, environment).run();
        var goals = new Goals(results).ofGrowth();
        write(options, "growth.md", new Report("Growth", facts, goals, results).markdown());
        return results.areValid();
    }

    private static boolean scaling(Options options, Environment environment, List<String> facts) throws IOException {
        var results = new Scaling(options, environment).run();
        write(options, "scaling.md", new Report("Scaling", facts, List.of(), results).markdown());
        return results.areValid();
    }

    private static boolean sizes(Options options, Environment environment, List<String> facts) throws IOException {
        var sizes = new Sizes(options, environment);
        write(options, "sizes.md", sizes.markdown(facts));
        return sizes.areValid();
    }

    private static void write(Options options, String name, String report) throws IOException {
        var file = Files.writeString(options.target().resolve(name), report);
        System.out.println(report);
        System.err.println("benchmarks: written to " + file);
    }
}
