package io.kgen.protocols.benchmarks;

import io.kgen.protocols.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The packaged product. It gets the {@code PLATFORM_…} variables of the caller, except ports, PostgreSQL and Redis. */
record Product(String name, Path jar, Options options, Sandbox sandbox, String secret) implements Contender {

    static final String NAME = "product";

    /** The other build of the product, given by {@code --compare}. */
    static final String OTHER = "other build";

    /** A variable {@code OTHER_PLATFORM_…} is a setting of the other build only. */
    private static final String OTHER_PREFIX = "OTHER_";

    /** The build of this repository. */
    static Product of(Options options, Sandbox sandbox, String secret) {
        var jar = options.base().resolve("modules/app/target/platform-protocols.jar");
        return new Product(NAME, jar, options, sandbox, secret);
    }

    /** It gets the same settings and its own ones, so an older build must know all of them. */
    static Product other(Options options, Sandbox sandbox, String secret) {
        return new Product(OTHER, options.other(), options, sandbox, secret);
    }

    private static void addIfOfOther(Map<String, String> variables, String name, String value) {
        if (name.startsWith(OTHER_PREFIX)) {
            variables.put(name.substring(OTHER_PREFIX.length()), value);
        }
    }

    @Override
    public List<String> jvm() {
        return Contender.flags("BENCHMARK_PRODUCT_JVM", "-Xmx128m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError");
    }

    @Override
    public List<String> program() {
        return List.of("-jar", jar.toString());
    }

    @Override
    public Map<String, String> environment(int port) {
        var variables = new HashMap<>(sandbox.environment());
        variables.put("PLATFORM_EVENT_LOOPS", Integer.toString(options.eventLoops()));
        variables.put("PLATFORM_HTTP_HOST", "127.0.0.1");
        variables.put("PLATFORM_HTTP_PORT", Integer.toString(port));
        variables.put("PLATFORM_MANAGEMENT_PORT", "0");
        variables.put("PLATFORM_AUTH_DEFAULT_SECRET", secret);
        variables.put("PLATFORM_KSTORE_URL", "https://store.example/store");
        // The entries must not expire during the benchmark.
        variables.put("PLATFORM_USERS_CACHE_TTL", "1h");
        if (name.equals(OTHER)) {
            System.getenv().forEach((key, value) -> addIfOfOther(variables, key, value));
        }
        return variables;
    }
}
