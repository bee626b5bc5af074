package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.RedisAddress;
import io.kgen.protocols.sandbox.RedisServer;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TcpProxy;
import io.kgen.protocols.sandbox.TestSql;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** E26: 500 ms after a change, no node serves the old number, despite any failure. The two nodes share no cluster. */
@ExtendWith(SandboxExtension.class)
class StaleNumbersIT {

    private static final long MAX_STALENESS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Duration POSTGRES_TIMEOUT = Duration.ofMillis(1_500);
    private static final String OLD = "+49 176 10000001";
    private static final String NEW = "+49 176 20000001";

    private final PlayerId player = new PlayerId(UUID.randomUUID().toString(), "user");
    private final Sandbox servers;

    private RedisServer redis;
    private TcpProxy redisOfWriter;
    private TcpProxy postgresOfWriter;
    private TcpProxy logOfReader;
    private UsersHarness writer;
    private UsersHarness reader;

    StaleNumbersIT(Sandbox sandbox) {
        this.servers = sandbox;
    }

    @BeforeAll
    static void migrate(Sandbox sandbox) {
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, UsersVerticle.SCHEMA));
    }

    @BeforeEach
    void start() {
        redis = RedisServer.startWith("save \"\"\nenable-debug-command yes\n");
        redisOfWriter = TcpProxy.to(redis.port());
        postgresOfWriter = TcpProxy.to(servers.postgres().port());
        logOfReader = TcpProxy.to(servers.postgres().port());
        writer = UsersHarness.start(config(postgresOfWriter.port(), redisOfWriter.port()));
        var readerConfig = config(servers.postgres().port(), redis.port());
        reader = UsersHarness.start(readerConfig, config(logOfReader.port(), redis.port()));
        Await.result(writer.link(player, OLD));
        reader.awaitCached(player);
        writer.awaitCached(player);
    }

    @AfterEach
    void stop() {
        redis.resume();
        writer.numbers.afterCommit.openIfClosed();
        List.of(redisOfWriter, postgresOfWriter, logOfReader).forEach(TcpProxy::close);
        writer.close();
        reader.close();
        redis.close();
    }

    @Test
    void e26_servesTheNewNumberWhenTheWriterStopsBeforeTheInvalidation() {
        var committedAt = replaceWithoutInvalidation();

        assertServes(reader, NEW, committedAt);
        assertServes(writer, NEW, committedAt);
    }

    @Test
    void e26_servesTheNewNumberWhenTheWriterCannotReachRedis() {
        redisOfWriter.dropAll();

        Await.result(writer.replace(player, NEW));
        var repliedAt = System.nanoTime();

        assertServesAtOnce(writer, NEW);
        assertServes(reader, NEW, repliedAt);
    }

    @Test
    void e26_servesTheNewNumberWhileRedisHangsAndAfterItRecovers() {
        redis.pause();
        Await.result(writer.replace(player, NEW));
        var repliedAt = System.nanoTime();
        assertServesAtOnce(writer, NEW);
        assertFinds(reader, player, NEW, repliedAt);

        redis.resume();
        assertServesAtOnce(writer, NEW);
        assertServes(reader, NEW, repliedAt);
    }

    @Test
    void e26_servesTheNewNumberWhenRedisIsFlushedBeforeTheInvalidation() {
        var committedAt = replaceWithoutInvalidation();
        redis.flush();

        assertServes(reader, NEW, committedAt);
    }

    @Test
    void e26_servesTheNewNumberAfterRedisRestartsFromAnOldDump() {
        assertThat(redis.execute("SAVE")).isEqualTo("+OK");
        Await.result(writer.replace(player, NEW));
        var repliedAt = System.nanoTime();
        assertServes(reader, NEW, repliedAt);
        redis.stop();
        redis.start();

        assertThat(redis.execute("GET " + CacheKey.of(player).text())).contains(OLD);
        assertServesAtOnce(writer, NEW);
        assertServes(reader, NEW, repliedAt);
    }

    @Test
    void e26_servesTheNewNumberAfterRedisReloadsAnOldDumpWithOpenConnections() {
        assertThat(redis.execute("SAVE")).isEqualTo("+OK");
        Await.result(writer.replace(player, NEW));
        assertServes(reader, NEW, System.nanoTime());
        assertThat(redis.execute("DEBUG RELOAD NOSAVE")).isEqualTo("+OK");
        var restoredAt = System.nanoTime();

        assertServes(reader, NEW, restoredAt);
        assertServes(writer, NEW, restoredAt);
        assertThat(redis.execute("GET " + CacheKey.of(player).text())).doesNotContain(OLD);
    }

    @Test
    void e26_servesTheNewNumberWhenTheReplyToTheCommitIsLost() {
        // One call for each event loop, so that the statement is sent over an open connection.
        for (var i = 0; i <= UsersHarness.INSTANCES; i++) {
            Await.result(writer.link(player, OLD));
        }
        postgresOfWriter.dropReplies();
        assertThat(Await.failure(writer.replace(player, NEW), ServiceException.class)
                        .code())
                .isIn(FailureCode.UNAVAILABLE, FailureCode.TIMEOUT);
        var repliedAt = System.nanoTime();
        postgresOfWriter.restore();

        assertThat(numberInPostgres()).isEqualTo(NEW);
        assertServes(reader, NEW, repliedAt);
        Await.until(() -> Await.result(writer.find(player).otherwiseEmpty()) != null);
        assertServesAtOnce(writer, NEW);
    }

    @Test
    void e26_servesTheNewNumberWhenTheLogIsUnreachableAndPostgresIsAvailable() {
        logOfReader.dropOpenConnections();
        var committedAt = replaceWithoutInvalidation();

        assertServes(reader, NEW, committedAt);
    }

    @Test
    void e26_servesTheNewNumberOfATransactionThatCommitsLate() throws SQLException {
        try (var session = TestSql.connect(servers.postgres())) {
            session.setAutoCommit(false);
            session.createStatement()
                    .execute("UPDATE users.linked_number SET phone = '" + NEW + "' WHERE issuer = '" + player.issuer()
                            + "'");
            var other = new PlayerId(player.issuer(), "other");
            Await.result(writer.link(other, "+49 176 30000001"));
            // The log is read past the position of the open transaction.
            for (var i = 0; i < 3; i++) {
                Await.result(writer.unlink(other));
                Await.result(writer.link(other, "+49 176 30000001"));
                reader.awaitCached(other);
            }
            session.commit();
        }

        assertServes(reader, NEW, System.nanoTime());
    }

    @Test
    void e26_servesTheNewNumberWhenACommitExceedsOnePageOfTheLog() {
        var sql = """
                INSERT INTO users.linked_number (issuer, user_id, phone, e164, version)
                SELECT ?, 'bulk-' || n, 'old', n::text, nextval('users.linked_number_version')
                FROM generate_series(1, ?) AS n
                """;
        TestSql.rows(servers.postgres(), sql, player.issuer(), 3 * InvalidationLog.PAGE_SIZE);
        var last = new PlayerId(player.issuer(), "bulk-" + 3 * InvalidationLog.PAGE_SIZE);
        reader.awaitCached(last);
        TestSql.rows(
                servers.postgres(),
                "UPDATE users.linked_number SET phone = 'new' WHERE phone = 'old' AND issuer = ?",
                player.issuer());

        assertServes(reader, last, "new", System.nanoTime());
    }

    /** Returns when the change is committed; its node is blocked before the invalidation. */
    private long replaceWithoutInvalidation() {
        writer.numbers.afterCommit.close();
        writer.replace(player, NEW);
        writer.numbers.afterCommit.awaitArrival();
        return System.nanoTime();
    }

    private void assertServes(UsersHarness node, String number, long changedAt) {
        assertServes(node, player, number, changedAt);
    }

    /** Checks a lookup within the maximum staleness and a lookup from the cache. */
    private static void assertServes(UsersHarness node, PlayerId player, String number, long changedAt) {
        assertFinds(node, player, number, changedAt);
        node.awaitCached(player);
        assertThat(node.phone(player)).isEqualTo(number);
    }

    /** Checks that a lookup which starts 500 ms after the change finds the new number, also on a slow machine. */
    private static void assertFinds(UsersHarness node, PlayerId player, String number, long changedAt) {
        for (var i = 0; i <= UsersHarness.INSTANCES; i++) {
            Await.until(() -> {
                var startedAt = System.nanoTime();
                var isNew = node.phone(player).equals(number);
                assertThat(isNew || startedAt - changedAt < MAX_STALENESS_NANOS)
                        .as("new within 500 ms")
                        .isTrue();
                return isNew;
            });
        }
    }

    private void assertServesAtOnce(UsersHarness node, String number) {
        for (var i = 0; i <= UsersHarness.INSTANCES; i++) {
            assertThat(node.phone(player)).isEqualTo(number);
        }
    }

    private String numberInPostgres() {
        return TestSql.rows(
                        servers.postgres(), "SELECT phone FROM users.linked_number WHERE issuer = ?", player.issuer())
                .get(0);
    }

    private UsersConfig config(int postgresPort, int redisPort) {
        return UsersHarness.config(
                TestPostgres.config(servers.postgres().withPort(postgresPort), POSTGRES_TIMEOUT),
                TestRedis.config(new RedisAddress("127.0.0.1", redisPort)));
    }
}
