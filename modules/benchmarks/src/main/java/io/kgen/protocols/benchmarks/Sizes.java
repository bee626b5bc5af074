package io.kgen.protocols.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Measures the size of an event on disk and in the write-ahead log, and of a linked number in Redis. */
final class Sizes {

    private static final int USERS_OF_BATCHES = 1_000;
    private static final int ASKED_KEYS = 100;

    private final Options options;
    private final Environment environment;
    private boolean valid = true;

    Sizes(Options options, Environment environment) {
        this.options = options;
        this.environment = environment;
    }

    boolean areValid() {
        return valid;
    }

    String markdown(List<String> facts) {
        var head = facts.stream().map(fact -> "* " + fact).collect(Collectors.joining("\n", "# Sizes\n\n", "\n\n"));
        var events = Stream.of(
                        Scenario.drop(options.users()),
                        Scenario.keyedDrop(options.users()),
                        Scenario.batch(USERS_OF_BATCHES, Comparison.ITEMS))
                .map(this::events)
                .collect(Collectors.joining("\n"));
        return head + """
                | | events | bytes each | and its key | WAL bytes each | events for each flush of the WAL |
                |---|---:|---:|---:|---:|---:|
                """ + events + "\n\n" + numbers() + "\n";
    }

    /** The product is stopped before the statistics are queried, so that its sessions have reported them. */
    private String events(Scenario scenario) {
        var database = environment.database();
        database.emptyEvents();
        var before = new long[] {database.eventBytes(), database.keyBytes(), database.walFlushes()};
        var position = database.walPosition();
        try (var product = environment.start(environment.product())) {
            valid &= environment.measure(product, scenario).isValid();
        }
        var events = (double) database.events();
        return format(
                "| %s | %,.0f | %.0f | %.0f | %.0f | %.1f |",
                scenario.name(),
                events,
                (database.eventBytes() - before[0]) / events,
                (database.keyBytes() - before[1]) / events,
                database.walBytesSince(position) / events,
                events / Math.max(1, database.walFlushes() - before[2]));
    }

    private String numbers() {
        environment.database().link(options.users());
        environment.forgetCache();
        var before = usedMemory();
        try (var product = environment.start(environment.product())) {
            valid &= environment
                            .run(
                                    product,
                                    Scenario.lookup(Comparison.HIT, options.users())
                                            .onceForEachUser())
                            .failure()
                    == null;
        }
        var keys = Long.parseLong(environment.redis("DBSIZE").substring(1));
        var asked = Stream.iterate(0, n -> n + 1)
                .limit(ASKED_KEYS)
                .map(n -> environment
                        .redis("RANDOMKEY")
                        .lines()
                        .skip(1)
                        .findFirst()
                        .orElseThrow())
                .mapToLong(key ->
                        Long.parseLong(environment.redis("MEMORY USAGE " + key).substring(1)))
                .average()
                .orElseThrow();
        return format(
                "Redis: %,d linked numbers, %.0f bytes each of what it uses, %.0f by MEMORY USAGE",
                keys, (usedMemory() - before) / (double) keys, asked);
    }

    private long usedMemory() {
        return environment
                .redis("INFO memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .sum();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
