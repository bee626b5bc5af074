package io.kgen.protocols.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.Database;
import io.kgen.protocols.app.support.Load;
import io.kgen.protocols.app.support.LoadRequest;
import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.app.support.RepeatingClient;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.util.HashSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The service is killed with SIGKILL under load repeatedly: {@code -Dchaos.rounds=50} runs more rounds. */
@ExtendWith(SandboxExtension.class)
class KilledServiceIT {

    private static final int ROUNDS = Integer.getInteger("chaos.rounds", 3);
    private static final int CONNECTIONS = 32;
    private static final int MOST_ACKNOWLEDGED_IN_A_ROUND = 3_000;

    private final Sandbox sandbox;

    KilledServiceIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void e12_storesEventsAcknowledgedBeforeAKillOnce() throws Exception {
        var drops = LoadRequest.drops("unkeyed");
        var acknowledged = new HashSet<String>();
        for (var round = 0; round < ROUNDS; round++) {
            acknowledged.addAll(killUnder(drops).acknowledged());
        }
        var stored = new Database(sandbox).events("unkeyed");
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS).isSubsetOf(stored.keySet());
        assertThat(stored.values()).containsOnly(1);
    }

    /** A client with keys repeats the unacknowledged events, some of which are already stored. */
    @Test
    void e12_storesKeyedEventsRepeatedAfterAKillOnce() throws Exception {
        var client = new RepeatingClient("keyed");
        for (var round = 0; round < ROUNDS; round++) {
            client.addOutcomes(killUnder(client::next));
        }
        try (var node = NodeProcess.start(NodeProcess.environment(sandbox));
                var load = Load.start(node.awaitHttpPort(), CONNECTIONS, client::nextRepetition)) {
            assertThat(load.join().statuses()).containsOnlyKeys(200);
            client.addOutcomes(load);
        }
        assertThat(client.unacknowledged()).isEmpty();
        var stored = new Database(sandbox).events("keyed");
        assertThat(stored.keySet()).isEqualTo(client.sent());
        assertThat(stored.values()).containsOnly(1);
    }

    /** Starts a node, kills it at a random time and returns the exchanges. */
    private Load killUnder(Supplier<LoadRequest> requests) throws Exception {
        try (var node = NodeProcess.start(NodeProcess.environment(sandbox));
                var load = Load.start(node.awaitHttpPort(), CONNECTIONS, requests)) {
            load.await(200, ThreadLocalRandom.current().nextInt(1, MOST_ACKNOWLEDGED_IN_A_ROUND));
            node.kill();
            return load.join();
        }
    }
}
