package io.kgen.protocols.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an event costs on disk and in the write-ahead log, and a linked number in Redis. */
final class Sizes {

    private static final int USERS_OF_BATCHES = 1_000;
    private static final int ASKED_KEYS = 100;

    private final Options options;
    private final Environment lab;
    private boolean sound = true;

    Sizes(Options options, Environment lab) {
        this.options = options;
        this.lab = lab;
    }

    boolean areSound() {
        return sound;
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

    /** With the product stopped before the figures are read, so that its sessions have reported all that they did. */
    private String events(Scenario scenario) {
        var database = lab.database();
        database.emptyEvents();
        var before = new long[] {database.eventBytes(), database.keyBytes(), database.walFlushes()};
        var position = database.walPosition();
        try (var product = lab.start(lab.product())) {
            sound &= lab.measure(product, scenario).isSound();
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
        lab.database().link(options.users());
        lab.forgetCache();
        var before = usedMemory();
        try (var product = lab.start(lab.product())) {
            sound &= lab.put(
                                    product,
                                    Scenario.lookup(Comparison.HIT, options.users())
                                            .onceForEachUser())
                            .fault()
                    == null;
        }
        var keys = Long.parseLong(lab.redis("DBSIZE").substring(1));
        var asked = Stream.iterate(0, n -> n + 1)
                .limit(ASKED_KEYS)
                .map(n -> lab.redis("RANDOMKEY").lines().skip(1).findFirst().orElseThrow())
                .mapToLong(
                        key -> Long.parseLong(lab.redis("MEMORY USAGE " + key).substring(1)))
                .average()
                .orElseThrow();
        return format(
                "Redis: %,d linked numbers, %.0f bytes each of what it uses, %.0f by MEMORY USAGE",
                keys, (usedMemory() - before) / (double) keys, asked);
    }

    private long usedMemory() {
        return lab.redis("INFO memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
                .sum();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
