package io.kgen.protocols.benchmarks;

import io.kgen.protocols.sandbox.Sandbox;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The packaged product; {@code PLATFORM_…} variables of the caller reach it, but for where it listens and what it stands on. */
record Product(Options options, Sandbox sandbox, String secret) implements Contender {

    static final String NAME = "product";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> jvm() {
        return Contender.flags("BENCHMARK_PRODUCT_JVM", "-Xmx128m -XX:+UseSerialGC");
    }

    @Override
    public List<String> program() {
        var jar = options.base().resolve("modules/app/target/platform-protocols.jar");
        return List.of("-jar", jar.toString());
    }

    @Override
    public Map<String, String> environment(int port) {
        var postgres = sandbox.postgres();
        var variables = new HashMap<String, String>();
        variables.put("PLATFORM_EVENT_LOOPS", Integer.toString(options.eventLoops()));
        variables.put("PLATFORM_HTTP_HOST", "127.0.0.1");
        variables.put("PLATFORM_HTTP_PORT", Integer.toString(port));
        variables.put("PLATFORM_MANAGEMENT_PORT", "0");
        variables.put("PLATFORM_AUTH_DEFAULT_SECRET", secret);
        variables.put("PLATFORM_POSTGRES_HOST", postgres.host());
        variables.put("PLATFORM_POSTGRES_PORT", Integer.toString(postgres.port()));
        variables.put("PLATFORM_POSTGRES_DATABASE", postgres.database());
        variables.put("PLATFORM_POSTGRES_USER", postgres.user());
        variables.put("PLATFORM_POSTGRES_PASSWORD", postgres.password().value());
        variables.put("PLATFORM_REDIS_HOST", sandbox.redis().host());
        variables.put("PLATFORM_REDIS_PORT", Integer.toString(sandbox.redis().port()));
        // A hit stays one for as long as the benchmark runs.
        variables.put("PLATFORM_USERS_CACHE_TTL", "1h");
        return variables;
    }
}
