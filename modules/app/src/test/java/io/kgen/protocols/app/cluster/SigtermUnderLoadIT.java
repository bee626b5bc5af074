package io.kgen.protocols.app.cluster;

import static io.kgen.protocols.app.support.PlainConnection.UNANSWERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.Database;
import io.kgen.protocols.app.support.Load;
import io.kgen.protocols.app.support.LoadRequest;
import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.app.support.PlainConnection;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SIGTERM under load, as during a deployment: the outcome of the requests in flight. */
@ExtendWith(SandboxExtension.class)
class SigtermUnderLoadIT {

    private static final int CONNECTIONS = 32;
    private static final int CLIENTS = 4;
    private static final int REQUESTS = 500;
    private static final String CONTINUE = "HTTP/1.1 100 Continue";

    private final Sandbox sandbox;
    private final Database database;
    private final Map<String, String> environment;

    SigtermUnderLoadIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.database = new Database(sandbox);
        this.environment = NodeProcess.environment(sandbox);
    }

    @BeforeEach
    void shortenTheDeadline() {
        environment.put("PLATFORM_SHUTDOWN_TIMEOUT", "5s");
    }

    @Test
    void e08_everyAcceptedDropIsAnswered() throws Exception {
        try (var node = NodeProcess.start(environment);
                var load = Load.start(node.awaitHttpPort(), CONNECTIONS, LoadRequest.drops("sigterm"))) {
            load.await(200, REQUESTS);

            node.terminate();

            assertThat(load.join().statuses()).containsOnlyKeys(200, UNANSWERED);
            assertThat(node.exitCode()).isZero();
            assertThat(node.log()).contains("Shutdown stopped").doesNotContain("WARN", "ERROR");
            // A request that was accepted but not answered would be stored but not acknowledged.
            var stored = database.events("sigterm");
            assertThat(stored.keySet()).isEqualTo(new HashSet<>(load.acknowledged()));
            assertThat(stored.values()).containsOnly(1);
        }
    }

    /** Without the delay, connections that wait in the queue of the socket are reset when it is closed. */
    @Test
    void e08_withADelayNoNewConnectionBehindABalancerIsReset() throws Exception {
        environment.put("PLATFORM_SHUTDOWN_DELAY", "10s");
        try (var node = NodeProcess.start(environment)) {
            var port = node.awaitHttpPort();
            var balancer = new Balancer(port, node.awaitManagementPort());
            var clients = Executors.newFixedThreadPool(CLIENTS);
            var statuses = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(balancer::sendUntilNotReady))
                    .toList();
            balancer.awaitRequests();

            node.terminate();
            while (balancer.isReady()) {
                balancer.probe();
            }
            for (var status : statuses) {
                assertThat(status.get()).isEqualTo(Set.of(200));
            }
            clients.shutdown();
            assertThat(node.isAlive()).isTrue();
            assertServesOnWithoutKeepAlive(port);
            assertThat(node.exitCode()).isZero();
            assertThat(node.log())
                    .containsSubsequence(
                            "shutdown: report not ready (",
                            "shutdown: serve on for shutdown.delay (",
                            "shutdown: deregister from the cluster and undeploy http (",
                            "Shutdown stopped")
                    .doesNotContain("WARN", "ERROR");
        }
    }

    /** A client that keeps its connections must leave before the socket is closed. */
    private static void assertServesOnWithoutKeepAlive(int port) throws IOException {
        try (var connection = new PlainConnection(port)) {
            assertThat(connection.exchange(LoadRequest.drop("late").text())).isEqualTo(200);
            assertThat(connection.exchange(LoadRequest.drop("later").text())).isEqualTo(UNANSWERED);
        }
    }

    /** Opens a connection for each request, and stops when the node is not ready. */
    private static final class Balancer {

        private final int port;
        private final int managementPort;
        private final CountDownLatch requests = new CountDownLatch(REQUESTS);
        private volatile boolean ready = true;

        Balancer(int port, int managementPort) {
            this.port = port;
            this.managementPort = managementPort;
        }

        boolean isReady() {
            return ready;
        }

        void awaitRequests() throws InterruptedException {
            requests.await();
        }

        void probe() throws IOException {
            try (var connection = new PlainConnection(managementPort)) {
                ready = connection.exchange("GET /ready HTTP/1.1\r\nHost: node\r\n\r\n") == 200;
            }
        }

        Set<Integer> sendUntilNotReady() throws IOException {
            var statuses = new HashSet<Integer>();
            while (ready) {
                try (var connection = new PlainConnection(port)) {
                    statuses.add(
                            connection.exchange(LoadRequest.drop("balanced").text()));
                }
                requests.countDown();
            }
            return statuses;
        }
    }

    @Test
    void e08_answersLookupsWhileRedisHangs() throws Exception {
        try (var node = NodeProcess.start(environment)) {
            var port = node.awaitHttpPort();
            database.linkNumbers("leaving", 1);
            var lookup = LoadRequest.lookup("leaving-1");
            try (var load = Load.start(port, CONNECTIONS, () -> lookup)) {
                load.await(200, REQUESTS);
                sandbox.redisServer().pause();

                node.terminate();

                assertThat(load.join().statuses().keySet()).contains(200).isSubsetOf(200, UNANSWERED);
                assertThat(node.exitCode()).isZero();
                assertThat(node.log()).contains("Shutdown stopped");
            } finally {
                sandbox.redisServer().resume();
            }
        }
    }

    @Test
    void e08_answersDropsInFlightWhilePostgresHangs() throws Exception {
        try (var node = NodeProcess.start(environment)) {
            var connections = sendPartOfADrop(node.awaitHttpPort());

            node.terminate();

            assertThat(connections).extracting(PlainConnection::receive).containsOnly(503);
            assertThat(node.exitCode()).isZero();
            assertThat(node.log()).containsPattern("Shutdown (stopped|shutdown timed out)");
        } finally {
            sandbox.postgresServer().resume();
        }
    }

    /** Opens connections with a drop in flight that the node has started to read and PostgreSQL does not execute. */
    private List<PlainConnection> sendPartOfADrop(int port) throws IOException {
        var connections = new ArrayList<PlainConnection>();
        for (var i = 0; i < CONNECTIONS; i++) {
            var connection = new PlainConnection(port);
            assertThat(connection.exchange(LoadRequest.drop("before").text())).isEqualTo(200);
            connections.add(connection);
        }
        sandbox.postgresServer().pause();
        var drop = LoadRequest.drop("hanging");
        for (var connection : connections) {
            connection.send(drop.head());
            assertThat(connection.readLine()).isEqualTo(CONTINUE);
            assertThat(connection.readLine()).isEmpty();
        }
        for (var connection : connections) {
            connection.send(drop.body());
        }
        return connections;
    }
}
