package io.kgen.protocols.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The options of a run.
 *
 * @param kind the kind of measurement
 * @param base the repository
 * @param eventLoops of every Vert.x server, including the product
 * @param users distinct callers
 * @param windows the number of periods of {@code windowMillis} for each scenario; the median is reported
 * @param rows the number of events in the grown table
 * @param other the jar of another build of the product to compare with, or null
 */
record Options(
        Kind kind,
        Path base,
        int eventLoops,
        int generatorLoops,
        int users,
        long warmupMillis,
        long windowMillis,
        int windows,
        long rows,
        Path other) {

    enum Kind {
        COMPARISON,
        BUILDS,
        GROWTH,
        SCALING,
        SIZES
    }

    private static final int FEW_CORES = 4;

    static Options parse(Path base, List<String> arguments) {
        var options = full(base);
        var words = new ArrayDeque<>(arguments);
        while (!words.isEmpty()) {
            var word = words.pop();
            options = switch (word) {
                case "--quick" -> options.quick();
                case "--compare" -> options.comparingWith(jar(word, words.poll()));
                case "growth" -> options.of(Kind.GROWTH);
                case "scaling" -> options.of(Kind.SCALING);
                case "sizes" -> options.of(Kind.SIZES);
                case "--rows" -> options.withRows(number(word, words.poll()));
                case "--event-loops" -> options.withEventLoops(Math.toIntExact(number(word, words.poll())));
                default -> throw new BenchmarkException("unknown argument " + word + "; see ./benchmarks --help");
            };
        }
        return options;
    }

    /** One event loop less than cores, because PostgreSQL and the generator need CPU time, too. */
    private static Options full(Path base) {
        var cores = Runtime.getRuntime().availableProcessors();
        var generatorLoops = cores <= FEW_CORES ? 1 : cores / FEW_CORES;
        return new Options(
                Kind.COMPARISON,
                base,
                Math.max(1, cores - 1),
                generatorLoops,
                200_000,
                8_000,
                8_000,
                3,
                50_000_000,
                null);
    }

    private Options quick() {
        return new Options(kind, base, eventLoops, generatorLoops, 20_000, 1_000, 2_000, 1, rows, other);
    }

    private Options of(Kind kindOfRun) {
        return new Options(
                kindOfRun, base, eventLoops, generatorLoops, users, warmupMillis, windowMillis, windows, rows, other);
    }

    private Options comparingWith(Path jar) {
        return new Options(
                Kind.BUILDS, base, eventLoops, generatorLoops, users, warmupMillis, windowMillis, windows, rows, jar);
    }

    /** For one window of {@code windowMillis}, with its own warm-up. */
    Options oneWindow(long warmup, long window) {
        return new Options(kind, base, eventLoops, generatorLoops, users, warmup, window, 1, rows, other);
    }

    private Options withRows(long number) {
        return new Options(
                kind, base, eventLoops, generatorLoops, users, warmupMillis, windowMillis, windows, number, other);
    }

    Options withEventLoops(int loops) {
        return new Options(kind, base, loops, generatorLoops, users, warmupMillis, windowMillis, windows, rows, other);
    }

    private static Path jar(String option, String text) {
        if (text == null || !Files.isRegularFile(Path.of(text))) {
            throw new BenchmarkException(option + " needs the packaged jar of another build");
        }
        return Path.of(text).toAbsolutePath();
    }

    private static long number(String option, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BenchmarkException(option + " needs a number", e);
        }
    }

    Path target() {
        return base.resolve("modules/benchmarks/target");
    }
}
