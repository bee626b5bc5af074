package io.kgen.protocols.app.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.Database;
import io.kgen.protocols.app.support.Load;
import io.kgen.protocols.app.support.LoadRequest;
import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.app.support.RedisHits;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Redis hangs while linked numbers are looked up, and PostgreSQL serves the lookups. */
@ExtendWith(SandboxExtension.class)
class HungRedisIT {

    private static final Logger MEASURED = LoggerFactory.getLogger("measured");

    private static final int CONNECTIONS = 64;
    private static final int PLAYERS = 500;
    private static final int LOOKUPS = 5_000;
    private static final int POOL_SIZE = 4;

    private static final String CONNECTIONS_THAT_LOOKED_UP = """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'platform-protocols'
                AND query LIKE '%users.linked_number%'
            """;

    private final Sandbox sandbox;
    private final Database database;
    private final Map<String, String> environment;

    HungRedisIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.database = new Database(sandbox);
        this.environment = NodeProcess.environment(sandbox);
    }

    @BeforeEach
    void configure() {
        environment.put("PLATFORM_EVENT_LOOPS", Integer.toString(RedisHits.EVENT_LOOPS));
        environment.put("PLATFORM_POSTGRES_POOL_SIZE", Integer.toString(POOL_SIZE));
    }

    @Test
    void e21_aHungRedisFailsNoLookupAndRespectsThePoolLimitOfPostgres() throws Exception {
        try (var node = NodeProcess.start(environment)) {
            var port = node.awaitHttpPort();
            database.linkNumbers("hung", PLAYERS);
            var players = IntStream.rangeClosed(1, PLAYERS)
                    .mapToObj(i -> LoadRequest.lookup("hung-" + i))
                    .toList();
            // This first measurement includes the warm-up of the node.
            measure("with Redis", port, players);
            sandbox.redisServer().pause();
            try {
                measure("while Redis begins to hang", port, players);
                measure("while Redis hangs", port, players);
            } finally {
                sandbox.redisServer().resume();
            }
            RedisHits.await(sandbox, port, players.get(0));
        }
    }

    /** Looks up the numbers of all players, and counts the PostgreSQL connections in use meanwhile. */
    private void measure(String situation, int port, List<LoadRequest> players) throws Exception {
        var next = new AtomicInteger();
        Supplier<LoadRequest> lookups = () -> players.get(next.getAndIncrement() % PLAYERS);
        try (var load = Load.start(port, CONNECTIONS, LoadRequest.limited(LOOKUPS, lookups))) {
            var most = 0L;
            while (!load.hasEnded()) {
                most = Math.max(most, database.number(CONNECTIONS_THAT_LOOKED_UP));
            }
            assertThat(load.join().statuses()).as(situation).containsOnly(Map.entry(200, LOOKUPS));
            assertThat(most).as("connections to PostgreSQL").isLessThanOrEqualTo(POOL_SIZE * RedisHits.EVENT_LOOPS);
            MEASURED.info(
                    "E21: a lookup {} took {} (p50), {} (p99); {} connections used PostgreSQL",
                    situation,
                    load.percentile(50),
                    load.percentile(99),
                    most);
        }
    }
}
