package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.RedisServer;
import io.kgen.protocols.sandbox.ReplicatedRedis;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The master of a replicated Redis fails, and its sentinels promote the replica. */
@ExtendWith(SandboxExtension.class)
class RedisFailoverIT {

    private static final String MGET_CALLS = "cmdstat_mget:calls=";

    private static int players;

    private final PlayerId player = new PlayerId("issuer", "user-" + ++players);
    private final String oldNumber = "+49 176 1000" + "%04d".formatted(players);
    private final String newNumber = "+49 176 2000" + "%04d".formatted(players);
    private final Sandbox servers;

    private ReplicatedRedis redis;
    private UsersHarness users;

    RedisFailoverIT(Sandbox sandbox) {
        this.servers = sandbox;
    }

    @BeforeAll
    static void migrate(Sandbox sandbox) {
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, UsersVerticle.SCHEMA));
    }

    @BeforeEach
    void start() {
        redis = ReplicatedRedis.start();
        users = node();
        Await.result(users.link(player, oldNumber));
        users.awaitCached(player);
    }

    @AfterEach
    void stop() {
        users.close();
        redis.close();
    }

    @Test
    void doesNotServeAStaleNumberAfterAFailoverThatLostItsInvalidation() {
        redis.awaitReplaceable();
        replaceWithoutReplicatingTheInvalidation();

        redis.master().kill();
        Await.until(() -> {
            assertThat(users.phone(player)).isEqualTo(newNumber);
            return isMaster(redis.replica());
        });
        users.awaitCached(player);

        var reads = reads(redis.replica());
        assertThat(users.phone(player)).isEqualTo(newNumber);
        assertThat(reads(redis.replica()) - reads).isEqualTo(1);
    }

    @Test
    void anIdleNodeDisconnectsFromAHungMasterBeforeItReadsStaleNumbers() {
        redis.awaitReplaceable();
        try (var log = Log.capture();
                var writing = node()) {
            redis.master().pause();
            Await.until(() -> isMaster(redis.replica()));
            // On both nodes, each instance and the invalidation have a connection.
            var connected = "Redis 127.0.0.1:" + redis.replica().port() + " is connected";
            Await.until(() -> log.lines().filter(connected::equals).count() == 2 * (UsersHarness.INSTANCES + 1));
            Await.result(writing.replace(player, newNumber));

            redis.master().resume();
            assertThat(redis.master().execute("GET " + CacheKey.of(player).text()))
                    .contains(oldNumber);
            for (var i = 0; i <= UsersHarness.INSTANCES; i++) {
                assertThat(users.phone(player)).isEqualTo(newNumber);
            }
        }
    }

    @Test
    void doesNotAcceptAMasterFromAMinorityOfTheSentinels() {
        var majority = redis.sentinels().subList(1, 3);
        majority.forEach(RedisServer::pause);
        Await.until(() -> {
            var before = users.numbers.reads();
            assertThat(users.phone(player)).isEqualTo(oldNumber);
            return users.numbers.reads() > before;
        });

        majority.get(0).resume();
        users.awaitCached(player);
    }

    private UsersHarness node() {
        return UsersHarness.start(UsersHarness.config(
                TestPostgres.config(servers.postgres()), TestRedis.config(redis.sentinelAddress())));
    }

    /** Leaves the replica in the state of a master that failed before it replicated the invalidation. */
    private void replaceWithoutReplicatingTheInvalidation() {
        var entry = CacheKey.of(player).text();
        redis.master().execute("COPY " + entry + " before");
        Await.result(users.replace(player, newNumber));
        Await.until(() -> !redis.replica().execute("GET " + entry).contains(oldNumber));
        redis.replica()
                .execute("CONFIG SET replica-read-only no\r\nCOPY before " + entry
                        + " REPLACE\r\nCONFIG SET replica-read-only yes");
        assertThat(redis.replica().execute("GET " + entry)).contains(oldNumber);
    }

    private static boolean isMaster(RedisServer server) {
        return server.execute("INFO replication").contains("role:master");
    }

    private static long reads(RedisServer server) {
        return server.execute("INFO commandstats")
                .lines()
                .filter(line -> line.startsWith(MGET_CALLS))
                .mapToLong(line -> Long.parseLong(line.substring(MGET_CALLS.length(), line.indexOf(','))))
                .sum();
    }
}
