package io.kgen.protocols.app.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.Database;
import io.kgen.protocols.app.support.Load;
import io.kgen.protocols.app.support.LoadRequest;
import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.sandbox.PostgresServer;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several kinds of PostgreSQL outage under load, one after the other, with the same node. */
@ExtendWith(SandboxExtension.class)
class PostgresOutageIT {

    private static final int CONNECTIONS = 32;
    private static final int REQUESTS = 500;

    private static NodeProcess node;
    private static int port;

    private final PostgresServer postgres;
    private final Database database;

    PostgresOutageIT(Sandbox sandbox) {
        this.postgres = sandbox.postgresServer();
        this.database = new Database(sandbox);
    }

    @BeforeAll
    static void start(Sandbox sandbox) throws IOException {
        var environment = NodeProcess.environment(sandbox);
        // A small pool, so that the leak of a single connection has a visible effect.
        environment.put("PLATFORM_POSTGRES_POOL_SIZE", "2");
        node = NodeProcess.start(environment);
        port = node.awaitHttpPort();
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
    }

    @Test
    void e07_recoversFromACrash() throws Exception {
        assertRecoversFrom("crash", postgres::kill, postgres::start);
    }

    @Test
    void e07_recoversFromARestart() throws Exception {
        assertRecoversFrom("restart", postgres::stop, postgres::start);
    }

    @Test
    void e07_recoversFromAReadOnlyPhase() throws Exception {
        assertRecoversFrom("readonly", () -> setReadOnly("on"), () -> setReadOnly("off"));
    }

    /** As after a failover: connections to the old primary stay read-only and must be replaced. */
    @Test
    void e07_replacesConnectionsThatStayReadOnly() throws Exception {
        assertRecoversFrom("demoted", this::demote, this::promote);
    }

    private void assertRecoversFrom(String name, Runnable causeOutage, Runnable endOutage) throws Exception {
        try (var drops = Load.start(port, CONNECTIONS, LoadRequest.drops(name));
                var reads = Load.start(port, CONNECTIONS, LoadRequest::history)) {
            drops.await(200, REQUESTS);
            causeOutage.run();
            try {
                drops.await(503, REQUESTS);
            } finally {
                endOutage.run();
            }
            drops.await(200, REQUESTS);
            reads.await(200, REQUESTS);
            assertThat(reads.stop().statuses().keySet()).isSubsetOf(200, 503);
            assertThat(drops.stop().statuses()).containsOnlyKeys(200, 503);
            var stored = database.events(name);
            assertThat(drops.acknowledged()).isSubsetOf(stored.keySet());
            assertThat(stored.values()).containsOnly(1);
        }
        assertServesAllRequests(name);
    }

    private static void assertServesAllRequests(String name) throws InterruptedException {
        var requests = LoadRequest.limited(REQUESTS, LoadRequest.dropsAndReads("after-" + name));
        try (var load = Load.start(port, CONNECTIONS, requests)) {
            assertThat(load.join().statuses()).containsOnly(Map.entry(200, REQUESTS));
        }
    }

    private void setReadOnly(String value) {
        postgres.execute("ALTER SYSTEM SET default_transaction_read_only = " + value);
        postgres.execute("SELECT pg_reload_conf()");
    }

    private void demote() {
        postgres.execute("ALTER DATABASE postgresoutageit SET default_transaction_read_only = on");
        postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgresoutageit'");
    }

    private void promote() {
        postgres.execute("ALTER DATABASE postgresoutageit RESET default_transaction_read_only");
    }
}
