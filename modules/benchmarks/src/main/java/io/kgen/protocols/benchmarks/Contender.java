package io.kgen.protocols.benchmarks;

import java.util.List;
import java.util.Map;

/** A server that can be started as a process of its own on a port of ours. */
interface Contender {

    String name();

    /** The flags of its JVM, as the report states them. */
    List<String> jvm();

    /** What follows the flags on the command line. */
    List<String> program();

    /** Added to the environment of this process. */
    Map<String, String> environment(int port);

    /** The environment variable {@code name}, split at blanks, or the flags given here. */
    static List<String> flags(String name, String otherwise) {
        return List.of(System.getenv().getOrDefault(name, otherwise).trim().split("\\s+"));
    }

    /** More memory than the product has, so that nobody is starved. */
    static List<String> referenceFlags() {
        return flags("BENCHMARK_REFERENCE_JVM", "-Xmx512m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError");
    }
}
