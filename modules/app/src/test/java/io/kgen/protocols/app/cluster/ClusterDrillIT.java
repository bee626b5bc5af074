package io.kgen.protocols.app.cluster;

import static io.kgen.protocols.app.support.PlainConnection.BROKEN_OFF;
import static io.kgen.protocols.app.support.PlainConnection.UNANSWERED;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.BusLoad;
import io.kgen.protocols.app.support.Database;
import io.kgen.protocols.app.support.LoadRequest;
import io.kgen.protocols.app.support.ProcessCluster;
import io.kgen.protocols.app.support.RoundRobinLoad;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.member.Membership;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three nodes under load, over HTTP and over the bus: one is killed, one is stopped, each is replaced in turn. */
@ExtendWith(SandboxExtension.class)
class ClusterDrillIT {

    private static final Logger MEASURED = LoggerFactory.getLogger("measured");

    private static final int CLIENTS = 4;
    private static final int CALLS = 4;
    private static final int REQUESTS = 500;
    private static final int ALL = ProcessCluster.NODES + 1;

    @AutoClose
    private static ProcessCluster cluster;

    private static Vertx service;

    private final Database database;

    ClusterDrillIT(Sandbox sandbox) {
        this.database = new Database(sandbox);
    }

    @BeforeAll
    static void start(Sandbox sandbox) throws Exception {
        var startedAt = System.nanoTime();
        cluster = ProcessCluster.start(sandbox);
        MEASURED.info("three nodes started at the same time form one cluster after {} ms", millisSince(startedAt));
        service = new Membership(ProcessCluster.CLUSTER, cluster.members(), ProcessCluster.LOOPBACK)
                .join()
                .await();
        cluster.awaitNodes(ALL);
    }

    @AfterAll
    static void stop() {
        Await.result(service.close());
    }

    @Test
    void e60_aKilledOrStoppedNodeLosesAndDuplicatesNoAcknowledgedEvent() throws Exception {
        try (var http = RoundRobinLoad.start(cluster.httpPorts(), CLIENTS, LoadRequest.drops("http"))) {
            var keyed = keyed("keyed");
            var unkeyed = unkeyed("unkeyed");
            http.await(REQUESTS);
            keyed.await(REQUESTS);
            kill(0);
            assertFailsWithACode(unkeyed);
            http.await(REQUESTS);
            keyed.await(REQUESTS);
            var failuresOfTheKill = failures(http);
            assertThat(failuresOfTheKill.keySet()).isSubsetOf(UNANSWERED, BROKEN_OFF, 503, 504);

            terminate(1);
            http.await(REQUESTS);
            keyed.await(REQUESTS);
            cluster.restart(0, 1);
            cluster.awaitNodes(ALL);
            assertNoCallGoesToARemovedNode();

            assertThat(failures(http.stop())).isEqualTo(failuresOfTheKill);
            assertThat(keyed.stop().failures()).isEmpty();
            MEASURED.info("slowest: http {} ms, bus {} ms", http.slowestMillis(), keyed.slowestMillis());
            assertStoredOnce("http", http.acknowledged());
            assertStoredOnce("keyed", keyed.acknowledged());
            assertStoredOnce("unkeyed", unkeyed.acknowledged());
        }
    }

    @Test
    void replacingEveryNodeInTurnFailsNoRequest() throws Exception {
        try (var http = RoundRobinLoad.start(cluster.httpPorts(), CLIENTS, LoadRequest.drops("rolling"))) {
            var bus = unkeyed("rolling-bus");
            for (var node = 0; node < ProcessCluster.NODES; node++) {
                http.await(REQUESTS);
                bus.await(REQUESTS);
                terminate(node);
                cluster.restart(node);
                cluster.awaitNodes(ALL);
            }
            http.await(REQUESTS);
            bus.await(REQUESTS);

            assertThat(http.stop().statuses()).containsOnlyKeys(200);
            assertThat(bus.stop().failures()).isEmpty();
            assertThat(database.events("rolling").keySet()).isEqualTo(union(http.acknowledged(), bus.acknowledged()));
            assertThat(database.events("rolling").values()).containsOnly(1);
            MEASURED.info(
                    "rolling: http {}, slowest {} ms; bus {}, slowest {} ms",
                    http.statuses(),
                    http.slowestMillis(),
                    bus.acknowledged().size(),
                    bus.slowestMillis());
        }
    }

    private void kill(int node) {
        var startedAt = System.nanoTime();
        cluster.node(node).kill();
        cluster.awaitNodes(ALL - 1);
        MEASURED.info("a killed node is removed by all after {} ms", millisSince(startedAt));
    }

    private void terminate(int node) throws Exception {
        var startedAt = System.nanoTime();
        cluster.node(node).terminate();
        assertThat(cluster.node(node).exitCode()).isZero();

        MEASURED.info("a graceful shutdown under load takes {} ms", millisSince(startedAt));
        assertThat(cluster.node(node).log())
                .contains("Shutdown stopped")
                .doesNotContain("ERROR", ProcessCluster.CLUSTER);
    }

    /** The calls go to the registered nodes in turn, so a stale registration would fail one of them. */
    private void assertNoCallGoesToARemovedNode() throws Exception {
        var load = unkeyed("removed");
        load.await(REQUESTS);
        assertThat(load.stop().failures()).isEmpty();
    }

    private void assertStoredOnce(String name, Set<String> acknowledged) {
        var stored = database.events(name);
        assertThat(acknowledged).isNotEmpty().isSubsetOf(stored.keySet());
        assertThat(stored.values()).containsOnly(1);
    }

    private BusLoad<RecordEvent> keyed(String name) {
        return BusLoad.start(service, CALLS, name, AnalyticsOperations.RECORD_EVENT, id -> event(id, id));
    }

    private BusLoad<RecordEvent> unkeyed(String name) {
        return BusLoad.start(service, CALLS, name, AnalyticsOperations.RECORD_EVENT, id -> event(id, null));
    }

    private static RecordEvent event(String id, String key) {
        return RecordEvent.builder(new PlayerId("load", "player"), id)
                .attributes(Attributes.NONE)
                .key(key)
                .build();
    }

    /** A call that is not idempotent and was in flight when its node was killed fails with a code. */
    private static void assertFailsWithACode(BusLoad<RecordEvent> unkeyed) throws Exception {
        unkeyed.await(REQUESTS);
        unkeyed.stop();
        assertThat(unkeyed.failures().keySet()).isSubsetOf(FailureCode.TIMEOUT, FailureCode.UNAVAILABLE);
        MEASURED.info(
                "in flight during the kill: {}, the slowest after {} ms", unkeyed.failures(), unkeyed.slowestMillis());
    }

    /** Returns the number of exchanges for each status other than 200. */
    private static Map<Integer, Integer> failures(RoundRobinLoad http) {
        var failures = new HashMap<>(http.statuses());
        failures.remove(200);
        return failures;
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        var all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }
}
