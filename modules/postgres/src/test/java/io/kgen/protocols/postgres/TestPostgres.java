package io.kgen.protocols.postgres;

import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.sandbox.PostgresAddress;
import io.kgen.protocols.sandbox.SchemaInspector;
import java.time.Duration;
import java.util.List;

/** Configurations of the sandbox's PostgreSQL, for the tests of each module that uses a {@link PostgresClient}. */
public final class TestPostgres {

    private static final int POOL_SIZE = 4;
    private static final int QUEUE_SIZE = 1_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private TestPostgres() {}

    public static PostgresConfig config(PostgresAddress address) {
        return config(address, TIMEOUT);
    }

    public static PostgresConfig config(PostgresAddress address, Duration timeout) {
        return config(address, POOL_SIZE, QUEUE_SIZE, timeout);
    }

    public static PostgresConfig config(PostgresAddress address, int poolSize, int queueSize, Duration timeout) {
        return new PostgresConfig(
                address.host(),
                address.port(),
                address.database(),
                address.user(),
                new Secret(address.password()),
                poolSize,
                queueSize,
                timeout);
    }

    /** The tables of a schema that contain rows of players, according to PostgreSQL. */
    public static List<PlayerTable> playerTables(PostgresAddress address, String schema) {
        return SchemaInspector.tablesWithPlayers(address, schema).entrySet().stream()
                .map(table -> new PlayerTable(table.getKey(), table.getValue()))
                .toList();
    }
}
