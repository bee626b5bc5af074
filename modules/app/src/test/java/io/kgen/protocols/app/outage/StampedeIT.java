package io.kgen.protocols.app.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.Database;
import io.kgen.protocols.app.support.LoadRequest;
import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.app.support.PlainConnection;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many concurrent lookups of the same player that is not cached. */
@ExtendWith(SandboxExtension.class)
class StampedeIT {

    private static final int CALLERS = 1_000;
    private static final int OTHER_PLAYERS = 200;
    private static final int EVENT_LOOPS = 2;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final String OTHER_SESSIONS = """
            SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
            """;
    private static final String QUERIES = """
            SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0)
            FROM pg_stat_user_tables WHERE relid = 'users.linked_number'::regclass
            """;

    private final Sandbox sandbox;
    private final Database database;

    StampedeIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.database = new Database(sandbox);
    }

    @Test
    void e22_aThousandLookupsOfOnePlayerSendOneQuery() throws Exception {
        var environment = NodeProcess.environment(sandbox);
        environment.put("PLATFORM_EVENT_LOOPS", Integer.toString(EVENT_LOOPS));
        // On a busy machine, Redis may be slow; that must not count as a failure.
        environment.put("PLATFORM_REDIS_TIMEOUT", "2s");
        long queries;
        try (var node = NodeProcess.start(environment)) {
            var port = node.awaitHttpPort();
            node.awaitLines("Redis .* is connected", EVENT_LOOPS + 1);
            node.awaitLines("Redis is used for lookups", 1);
            database.linkNumbers("other", OTHER_PLAYERS);
            database.linkNumbers("wanted", 1);
            awaitSessionsEnd("application_name <> 'platform-protocols'");
            queries = database.number(QUERIES);
            lookUpOthers(port);

            assertThat(stampede(port, LoadRequest.lookup("wanted-1")))
                    .hasSize(CALLERS)
                    .containsOnly(200);

            node.terminate();
            assertThat(node.exitCode()).isZero();
        }
        awaitSessionsEnd("true");
        assertThat(database.number(QUERIES) - queries).isEqualTo(OTHER_PLAYERS + 1);
    }

    /** Warms the node up with one lookup of each other player. */
    private static void lookUpOthers(int port) throws IOException {
        try (var connection = new PlainConnection(port)) {
            for (var i = 1; i <= OTHER_PLAYERS; i++) {
                assertThat(connection.exchange(LoadRequest.lookup("other-" + i).text()))
                        .isEqualTo(200);
            }
        }
    }

    private static List<Integer> stampede(int port, LoadRequest lookup) throws IOException {
        var connections = new ArrayList<PlainConnection>();
        try {
            while (connections.size() < CALLERS) {
                connections.add(new PlainConnection(port));
            }
            for (var connection : connections) {
                connection.send(lookup.text());
            }
            return connections.stream().map(PlainConnection::receive).toList();
        } finally {
            for (var connection : connections) {
                connection.close();
            }
        }
    }

    /** PostgreSQL publishes the complete statistics of a session only when the session ends. */
    private void awaitSessionsEnd(String which) throws SQLException {
        var deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (database.number(OTHER_SESSIONS + " AND " + which) > 0) {
            assertThat(System.nanoTime()).as("deadline for the sessions' end").isLessThan(deadline);
        }
    }
}
