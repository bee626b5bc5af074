package io.kgen.protocols.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/**
 * How to measure.
 *
 * @param base the repository
 * @param eventLoops of every Vert.x server, the product's included
 * @param users distinct callers
 * @param windows how many stretches of {@code windowMillis} each scenario is measured for; the median one is reported
 * @param growth the scenario of a grown table instead of the comparison
 * @param rows how far the table grows
 */
record Options(
        Path base,
        int eventLoops,
        int generatorLoops,
        int users,
        long warmupMillis,
        long windowMillis,
        int windows,
        boolean growth,
        long rows) {

    private static final int FEW_CORES = 4;

    static Options parse(Path base, List<String> arguments) {
        var options = full(base);
        var words = new ArrayDeque<>(arguments);
        while (!words.isEmpty()) {
            var word = words.pop();
            options = switch (word) {
                case "--quick" -> options.quick();
                case "growth" -> options.growing(true, options.rows);
                case "--rows" -> options.growing(options.growth, number(word, words.poll()));
                case "--event-loops" -> options.withEventLoops(Math.toIntExact(number(word, words.poll())));
                default -> throw new BenchmarkFailure("unknown argument " + word + "; see ./benchmarks --help");
            };
        }
        return options;
    }

    /** One event loop fewer than cores: PostgreSQL and the generator need some as well. */
    private static Options full(Path base) {
        var cores = Runtime.getRuntime().availableProcessors();
        var generatorLoops = cores <= FEW_CORES ? 1 : cores / FEW_CORES;
        return new Options(base, Math.max(1, cores - 1), generatorLoops, 200_000, 4_000, 8_000, 3, false, 50_000_000);
    }

    private Options quick() {
        return new Options(base, eventLoops, generatorLoops, 20_000, 1_000, 2_000, 1, growth, rows);
    }

    private Options growing(boolean growing, long toRows) {
        return new Options(
                base, eventLoops, generatorLoops, users, warmupMillis, windowMillis, windows, growing, toRows);
    }

    private Options withEventLoops(int loops) {
        return new Options(base, loops, generatorLoops, users, warmupMillis, windowMillis, windows, growth, rows);
    }

    private static long number(String option, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BenchmarkFailure(option + " needs a number", e);
        }
    }

    Path target() {
        return base.resolve("modules/benchmarks/target");
    }
}
