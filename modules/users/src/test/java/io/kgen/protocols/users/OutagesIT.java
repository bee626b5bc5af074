package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.ServerSessions;
import io.kgen.protocols.sandbox.TcpProxy;
import io.kgen.protocols.sandbox.TestSql;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Redis or PostgreSQL hangs, is unavailable, or has lost its data. */
@ExtendWith(SandboxExtension.class)
class OutagesIT {

    /** Redis rejects writes but still replies to reads. */
    private static final String REJECT_WRITES = "CONFIG SET min-replicas-to-write 1";

    private static final String ACCEPT_WRITES = "CONFIG SET min-replicas-to-write 0";

    private static int players;

    private final PlayerId player = new PlayerId("issuer", "user-" + ++players);
    private final String oldNumber = "+49 176 1000" + "%04d".formatted(players);
    private final String newNumber = "+49 176 2000" + "%04d".formatted(players);
    private final Sandbox servers;

    private UsersHarness users;

    OutagesIT(Sandbox sandbox) {
        this.servers = sandbox;
    }

    @BeforeAll
    static void migrate(Sandbox sandbox) {
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, UsersVerticle.SCHEMA));
    }

    @BeforeEach
    void start() {
        users = UsersHarness.start(config());
        Await.result(users.link(player, oldNumber));
        users.awaitCached(player);
    }

    @AfterEach
    void stop() {
        servers.redisServer().resume();
        redis(ACCEPT_WRITES);
        servers.postgresServer().resume();
        users.close();
    }

    @Test
    void e21_fallsBackToPostgresWhenRedisHangsAndRecovers() {
        servers.redisServer().pause();
        var startedAt = System.nanoTime();
        // If each lookup waited for Redis, the loop would take 100 s.
        for (var i = 0; i < 400; i++) {
            assertThat(users.phone(player)).isEqualTo(oldNumber);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofSeconds(20));

        servers.redisServer().resume();
        users.awaitCached(player);
        assertThat(users.phone(player)).isEqualTo(oldNumber);
    }

    @Test
    void e21_opensNoMoreConnectionsThanThePoolWhenRedisHangs() {
        servers.redisServer().pause();
        var lookups = IntStream.range(0, 500)
                .mapToObj(i -> users.find(new PlayerId("issuer", "unknown-" + i)))
                .toList();
        var connections = openConnections();
        assertThat(connections)
                .isLessThanOrEqualTo(
                        UsersHarness.INSTANCES * config().postgres().poolSize() + 1);

        assertThat(lookups)
                .allSatisfy(lookup -> assertThat(
                                Await.failure(lookup, ServiceException.class).code())
                        .isEqualTo(FailureCode.NOT_FOUND));
    }

    @Test
    void e20_servesAChangeMadeWhileRedisHangsAtOnceAndAfterRedisRecovers() {
        users.numbers.afterCommit.close();
        var change = users.replace(player, newNumber);
        users.numbers.afterCommit.awaitArrival();
        servers.redisServer().pause();
        users.numbers.afterCommit.open();
        Await.result(change);
        assertEveryInstanceFinds(newNumber);

        servers.redisServer().resume();
        assertEveryInstanceFinds(newNumber);
        users.awaitCached(player);
        assertEveryInstanceFinds(newNumber);
    }

    @Test
    void e20_servesAChangeAtOnceWhenRedisRejectsItsInvalidation() {
        redis(REJECT_WRITES);

        Await.result(users.replace(player, newNumber));
        assertEveryInstanceFinds(newNumber);

        redis(ACCEPT_WRITES);
        users.awaitCached(player);
        assertEveryInstanceFinds(newNumber);
    }

    @Test
    void e20_doesNotServeAnUnlinkedNumberWhenRedisRejectsItsInvalidation() {
        redis(REJECT_WRITES);

        assertThat(Await.result(users.unlink(player)).unlinked()).isTrue();
        for (var i = 0; i <= UsersHarness.INSTANCES; i++) {
            assertThat(Await.failure(users.find(player), ServiceException.class).code())
                    .isEqualTo(FailureCode.NOT_FOUND);
        }
    }

    @Test
    void e25_servesTheCorrectNumberAfterRedisIsFlushed() {
        servers.redisServer().flush();
        var before = users.numbers.reads();

        assertThat(users.phone(player)).isEqualTo(oldNumber);
        assertThat(users.numbers.reads() - before).isEqualTo(1);
        users.awaitCached(player);
        assertThat(users.phone(player)).isEqualTo(oldNumber);
    }

    @Test
    void e25_servesTheCorrectNumberAfterAnEmptyRedisReplacesRedis() {
        servers.redisServer().stop();
        try {
            assertEveryInstanceFinds(oldNumber);
            Await.result(users.replace(player, newNumber));
            assertEveryInstanceFinds(newNumber);
        } finally {
            servers.redisServer().start();
        }

        assertEveryInstanceFinds(newNumber);
        users.awaitCached(player);
        assertEveryInstanceFinds(newNumber);
    }

    @Test
    void startsWithoutRedisAndUsesItWhenItBecomesAvailable() {
        servers.redisServer().stop();
        try {
            users.close();
            users = UsersHarness.start(config());
            assertThat(users.phone(player)).isEqualTo(oldNumber);
        } finally {
            servers.redisServer().start();
        }

        users.awaitCached(player);
    }

    @Test
    void doesNotUseADemotedRedisUntilItIsMasterAgain() {
        redis("REPLICAOF 127.0.0.1 1");
        Await.until(() -> {
            var before = users.numbers.reads();
            assertEveryInstanceFinds(oldNumber);
            return users.numbers.reads() - before > UsersHarness.INSTANCES;
        });

        redis("REPLICAOF NO ONE");
        users.awaitCached(player);
        assertEveryInstanceFinds(oldNumber);
    }

    @Test
    void servesCachedNumbersWhilePostgresIsUnavailable() {
        servers.postgresServer().pause();

        assertEveryInstanceFinds(oldNumber);
    }

    @Test
    void reportsUnavailableForUncachedNumbersUntilPostgresRecovers() {
        var unknown = new PlayerId("issuer", "not-cached-" + players);
        servers.postgresServer().pause();
        assertThat(Await.failure(users.find(unknown), ServiceException.class))
                .hasMessage("the database is not available")
                .matches(failure -> failure.code() == FailureCode.UNAVAILABLE);
        servers.postgresServer().resume();

        Await.until(
                () -> Await.failure(users.find(unknown), ServiceException.class).code() == FailureCode.NOT_FOUND);
    }

    @Test
    void e20_servesALinkThatIsCommittedWithoutAReply() {
        try (var proxy = TcpProxy.to(servers.postgres().port())) {
            users.close();
            users = UsersHarness.start(config(proxy.port()));
            connectEveryInstanceToPostgres();
            users.awaitCached(player);
            proxy.dropReplies();
            assertThat(Await.failure(users.replace(player, newNumber), ServiceException.class)
                            .code())
                    .isEqualTo(FailureCode.UNAVAILABLE);
            proxy.restore();

            Await.until(() -> newNumber.equals(numberInDatabase()));
            assertEveryInstanceFinds(newNumber);
            users.awaitCached(player);
            assertEveryInstanceFinds(newNumber);
        }
    }

    private void connectEveryInstanceToPostgres() {
        for (var i = 0; i <= UsersHarness.INSTANCES; i++) {
            Await.result(users.link(player, oldNumber));
        }
    }

    private void assertEveryInstanceFinds(String number) {
        for (var i = 0; i <= UsersHarness.INSTANCES; i++) {
            assertThat(users.phone(player)).isEqualTo(number);
        }
    }

    /** The timeout for PostgreSQL is shorter than the timeout of the bus. */
    private UsersConfig config() {
        return config(servers.postgres().port());
    }

    private UsersConfig config(int postgresPort) {
        return UsersHarness.config(
                TestPostgres.config(servers.postgres().withPort(postgresPort), Duration.ofMillis(1_500)),
                TestRedis.config(servers.redis()));
    }

    private void redis(String command) {
        assertThat(servers.redisServer().execute(command)).isEqualTo("+OK");
    }

    private int openConnections() {
        return new ServerSessions(servers.postgres()).open().size();
    }

    private String numberInDatabase() {
        return TestSql.rows(
                        servers.postgres(), "SELECT phone FROM users.linked_number WHERE user_id = ?", player.userId())
                .get(0);
    }
}
