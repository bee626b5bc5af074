package io.kgen.protocols.benchmarks;

import java.util.List;
import java.util.Map;

/** A server that can be started as a separate process on a given port. */
interface Contender {

    String name();

    /** The JVM flags, as in the report. */
    List<String> jvm();

    /** The arguments after the flags. */
    List<String> program();

    /** Variables in addition to the environment of this process. */
    Map<String, String> environment(int port);

    /** The environment variable {@code name}, split at spaces, or the given flags. */
    static List<String> flags(String name, String otherwise) {
        return List.of(System.getenv().getOrDefault(name, otherwise).trim().split("\\s+"));
    }

    /** More memory than the product, so that memory is never the limit. */
    static List<String> referenceFlags() {
        return flags("BENCHMARK_REFERENCE_JVM", "-Xmx512m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError");
    }
}
