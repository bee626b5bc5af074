package io.kgen.protocols.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The facts about machine and settings that the figures depend on. */
record Machine(Map<String, String> environment) {

    private static final List<String> SECRETS = List.of("SECRET", "PASSWORD");

    List<String> facts(Options options, Database database) {
        var facts = new ArrayList<String>();
        facts.add("commit %s, %d cores, %s, %s %s"
                .formatted(
                        environment.getOrDefault("BENCHMARK_COMMIT", "unknown"),
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version")));
        facts.add("JDK %s (%s)"
                .formatted(System.getProperty("java.runtime.version"), System.getProperty("java.vm.vendor")));
        facts.add("PostgreSQL %s: fsync %s, synchronous_commit %s, shared_buffers %s"
                .formatted(
                        database.setting("server_version"),
                        database.setting("fsync"),
                        database.setting("synchronous_commit"),
                        database.setting("shared_buffers")));
        facts.add("event loops: %d for each Vert.x server, %d for the generator (%s); everything on this machine"
                .formatted(options.eventLoops(), options.generatorLoops(), String.join(" ", Generator.FLAGS)));
        facts.add("each scenario: %.1f s warm-up, then the median of %d × %.1f s; %,d users"
                .formatted(
                        options.warmupMillis() / 1e3,
                        options.windows(),
                        options.windowMillis() / 1e3,
                        options.users()));
        facts.add("settings of the product: " + settings());
        return facts;
    }

    private String settings() {
        var settings = environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("PLATFORM_"))
                .filter(variable -> SECRETS.stream().noneMatch(variable.getKey()::contains))
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .sorted()
                .collect(Collectors.joining(", "));
        return "the defaults, except users.cache.ttl of one hour" + (settings.isEmpty() ? "" : ", " + settings);
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException notLinux) {
            return System.getProperty("os.arch");
        }
    }
}
