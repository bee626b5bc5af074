package io.kgen.protocols.benchmarks;

import io.kgen.protocols.benchmarks.bare.BareServer;
import io.kgen.protocols.sandbox.PostgresAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** C1 and C2. */
record BareVertx(String name, Options options, PostgresAddress postgres) implements Contender {

    static final String JSON = "C1";
    static final String DB = "C2";

    @Override
    public List<String> jvm() {
        return Contender.referenceFlags();
    }

    @Override
    public List<String> program() {
        return Jvm.program(BareServer.class);
    }

    @Override
    public Map<String, String> environment(int port) {
        var variables = new HashMap<>(postgres(postgres));
        variables.put("BARE_PORT", Integer.toString(port));
        variables.put("BARE_EVENT_LOOPS", Integer.toString(options.eventLoops()));
        return variables;
    }

    static Map<String, String> postgres(PostgresAddress postgres) {
        return Map.of(
                "BARE_POSTGRES_PORT", Integer.toString(postgres.port()),
                "BARE_POSTGRES_DATABASE", postgres.database(),
                "BARE_POSTGRES_USER", postgres.user(),
                "BARE_POSTGRES_PASSWORD", postgres.password());
    }
}
