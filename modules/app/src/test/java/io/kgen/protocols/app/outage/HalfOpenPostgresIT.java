package io.kgen.protocols.app.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.Database;
import io.kgen.protocols.app.support.Load;
import io.kgen.protocols.app.support.LoadRequest;
import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.app.support.PlainConnection;
import io.kgen.protocols.app.support.RedisHits;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network to PostgreSQL fails without a signal to either side. */
@ExtendWith(SandboxExtension.class)
class HalfOpenPostgresIT {

    private static final Logger MEASURED = LoggerFactory.getLogger("measured");

    private static final int CONNECTIONS = 16;
    private static final int REQUESTS = 200;
    private static final Duration DEADLINE = Duration.ofSeconds(3);

    private final Sandbox sandbox;
    private final Database database;
    private TcpProxy network;
    private NodeProcess node;
    private int port;
    private int managementPort;

    HalfOpenPostgresIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.database = new Database(sandbox);
    }

    @BeforeEach
    void start() throws IOException {
        network = TcpProxy.to(sandbox.postgres().port());
        var environment = NodeProcess.environment(sandbox);
        environment.put("PLATFORM_EVENT_LOOPS", Integer.toString(RedisHits.EVENT_LOOPS));
        environment.put("PLATFORM_REDIS_TIMEOUT", "2s");
        environment.put("PLATFORM_POSTGRES_PORT", Integer.toString(network.port()));
        environment.put("PLATFORM_POSTGRES_POOL_SIZE", "2");
        node = NodeProcess.start(environment);
        port = node.awaitHttpPort();
        managementPort = node.awaitManagementPort();
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
        network.close();
    }

    @Test
    void e06_dropsTimeOutWhileOtherRoutesServeAndAllRoutesRecover() throws Exception {
        database.linkNumbers("cached", 1);
        RedisHits.await(sandbox, port, LoadRequest.lookup("cached-1"));
        try (var before = Load.start(port, CONNECTIONS, LoadRequest.dropsAndReads("before"))) {
            before.await(200, REQUESTS);

            network.dropAll();

            before.await(503, CONNECTIONS);
            before.stop();
            assertDropsTimeOut();
            assertThat(status(port, LoadRequest.lookup("cached-1"))).isEqualTo(200);
            assertThat(status(managementPort, LoadRequest.live())).isEqualTo(200);

            network.restore();

            assertRecovers();
            assertThat(database.events("before").keySet())
                    .containsAll(before.acknowledged().stream()
                            .filter(LoadRequest::isDrop)
                            .toList());
        }
    }

    @Test
    void e07_replacesResetConnections() throws Exception {
        try (var load = Load.start(port, CONNECTIONS, LoadRequest.dropsAndReads("reset"))) {
            load.await(200, REQUESTS);
            network.reset();
            load.await(200, CONNECTIONS * REQUESTS);
            assertThat(load.stop().statuses().keySet()).contains(200).isSubsetOf(200, 503);
            assertThat(database.events("reset").keySet())
                    .containsAll(load.acknowledged().stream()
                            .filter(LoadRequest::isDrop)
                            .toList());
        }
    }

    @Test
    void e01_aRetryWithTheSameKeyIsStoredOnceAfterALostReply() throws Exception {
        var drop = LoadRequest.keyedDrop("unknown-1");
        try (var client = new PlainConnection(port)) {
            // Prepares the statements on the same connection.
            assertThat(client.exchange(LoadRequest.keyedDrop("before").text())).isEqualTo(200);
            network.dropReplies();
            client.send(drop.text());
            Await.until(() -> database.events("unknown").containsKey(drop.id()));

            network.reset();

            assertThat(client.receive()).isEqualTo(503);
            network.restore();
            Await.until(() -> client.exchange(drop.text()) == 200);
            assertThat(client.exchange(drop.text())).isEqualTo(200);
        }
        assertThat(database.events("unknown")).containsExactly(Map.entry(drop.id(), 1));
    }

    private void assertDropsTimeOut() throws InterruptedException {
        try (var drops =
                Load.start(port, CONNECTIONS, LoadRequest.limited(CONNECTIONS, LoadRequest.drops("swallowed")))) {
            assertThat(drops.join().statuses()).containsOnly(Map.entry(503, CONNECTIONS));
            MEASURED.info(
                    "E06: a drop without PostgreSQL took {} (p50), {} (p100)",
                    drops.percentile(50),
                    drops.percentile(100));
            // The median only, because this machine may be busy.
            assertThat(drops.percentile(50)).isLessThan(DEADLINE);
        }
    }

    private void assertRecovers() throws InterruptedException {
        try (var after = Load.start(port, CONNECTIONS, LoadRequest.dropsAndReads("after"))) {
            after.await(200, CONNECTIONS * REQUESTS / 10);
            assertThat(after.stop().statuses().keySet()).contains(200).isSubsetOf(200, 503);
        }
        try (var last =
                Load.start(port, CONNECTIONS, LoadRequest.limited(REQUESTS, LoadRequest.dropsAndReads("last")))) {
            assertThat(last.join().statuses()).containsOnly(Map.entry(200, REQUESTS));
        }
    }

    private static int status(int port, LoadRequest request) throws IOException {
        try (var connection = new PlainConnection(port)) {
            return connection.exchange(request.text());
        }
    }
}
