package io.kgen.protocols.benchmarks;

import io.kgen.protocols.sandbox.Sandbox;
import java.util.List;
import java.util.Map;

/** A common stack: Spring Boot MVC, JdbcTemplate, Lettuce. */
record SpringPeer(Options options, Sandbox sandbox, String secret) implements Contender {

    static final String NAME = "Spring";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> jvm() {
        return Contender.referenceFlags();
    }

    @Override
    public List<String> program() {
        var jar = options.base().resolve("modules/benchmarks/spring-peer/target/spring-peer.jar");
        return List.of("-jar", jar.toString());
    }

    @Override
    public Map<String, String> environment(int port) {
        var postgres = sandbox.postgres();
        return Map.of(
                "PEER_PORT", Integer.toString(port),
                "PEER_SECRET", secret,
                "PEER_POSTGRES_URL", postgres.jdbcUrl(),
                "PEER_POSTGRES_USER", postgres.user(),
                "PEER_POSTGRES_PASSWORD", postgres.password(),
                "PEER_REDIS_PORT", Integer.toString(sandbox.redis().port()));
    }
}
