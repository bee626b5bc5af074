package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.UnlinkNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.ServerSessions;
import io.kgen.protocols.sandbox.TcpProxy;
import io.kgen.protocols.sandbox.TestSql;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Changes that reach PostgreSQL, or get their lock, after the caller received a failure (E89). */
@ExtendWith(SandboxExtension.class)
class LateWritesIT {

    private static final String OLD = "+49 176 10000001";
    private static final String LATE = "+49 176 10000002";
    private static final String NEW = "+49 176 10000003";
    private static final Duration SHORT = Duration.ofMillis(400);

    private final PlayerId player = new PlayerId(UUID.randomUUID().toString(), "user");
    private final Sandbox sandbox;
    private final ServerSessions sessions;

    private TcpProxy proxy;
    private UsersHarness delayed;
    private UsersHarness other;

    LateWritesIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.sessions = new ServerSessions(sandbox.postgres());
    }

    @BeforeAll
    static void migrate(Sandbox sandbox) {
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, UsersVerticle.SCHEMA));
    }

    @BeforeEach
    void start() {
        proxy = TcpProxy.to(sandbox.postgres().port());
        delayed = UsersHarness.start(config());
        // One call for each event loop, so that all statements are prepared.
        for (var i = 0; i <= UsersHarness.INSTANCES; i++) {
            Await.result(delayed.unlink(player));
            Await.result(delayed.replace(player, OLD));
        }
    }

    @AfterEach
    void stop() {
        proxy.close();
        delayed.close();
        if (other != null) {
            other.close();
        }
    }

    @Test
    void e89_aLinkThatArrivesAfterItsFailureDoesNotReplaceANewerLink() {
        assertKeepsTheNewerNumber(() -> delayed.replace(player, LATE));
    }

    @Test
    void e89_anUnlinkThatArrivesAfterItsFailureDoesNotRemoveANewerLink() {
        assertKeepsTheNewerNumber(() -> delayed.unlink(player));
    }

    @Test
    void e89_anErasureThatArrivesAfterItsFailureDoesNotRemoveANewerLink() {
        assertKeepsTheNewerNumber(() -> delayed.erase(player));
    }

    @Test
    void e89_aLinkThatGetsItsLockAfterItsFailureChangesNothing() throws SQLException {
        assertChangesNothing(() -> delayed.call(UsersOperations.LINK_NUMBER, link(), SHORT));
    }

    @Test
    void e89_anUnlinkThatGetsItsLockAfterItsFailureChangesNothing() throws SQLException {
        var unlink = new UnlinkNumber(player);
        assertChangesNothing(() -> delayed.call(UsersOperations.UNLINK_NUMBER, unlink, SHORT));
    }

    @Test
    void e89_anErasureThatGetsItsLockAfterItsFailureChangesNothing() throws SQLException {
        var erase = new ErasePlayer(player);
        assertChangesNothing(() -> delayed.call(UsersOperations.ERASE, erase, SHORT));
    }

    private void assertKeepsTheNewerNumber(Supplier<Future<?>> change) {
        // One session for each event loop; the client closes the session that executes the change.
        var before = sessions.withLastStatement("users.linked_number");
        assertThat(before).hasSize(UsersHarness.INSTANCES);
        proxy.hold();
        assertFails(change.get());
        other = UsersHarness.start(UsersHarness.config(sandbox));
        Await.result(other.replace(player, NEW));

        proxy.release();
        sessions.awaitEndOfOne(before);

        assertThat(numberInDatabase()).containsExactly(NEW);
        assertThat(other.phone(player)).isEqualTo(NEW);
        Await.until(() -> delayed.phone(player).equals(NEW));
    }

    private void assertChangesNothing(Supplier<Future<?>> change) throws SQLException {
        try (var session = TestSql.connect(sandbox.postgres())) {
            session.setAutoCommit(false);
            session.createStatement()
                    .execute("SELECT 1 FROM users.linked_number WHERE issuer = '" + player.issuer() + "' FOR UPDATE");
            var reply = sessions.awaitWaitingForLock(change);
            assertFails(reply);
            session.rollback();
        }
        sessions.awaitIdle("0 seconds");

        assertThat(numberInDatabase()).containsExactly(OLD);
        assertThat(delayed.phone(player)).isEqualTo(OLD);
    }

    private static void assertFails(Future<?> change) {
        assertThat(Await.failure(change, ServiceException.class).code())
                .isIn(FailureCode.UNAVAILABLE, FailureCode.TIMEOUT);
    }

    private List<String> numberInDatabase() {
        return TestSql.rows(
                sandbox.postgres(), "SELECT phone FROM users.linked_number WHERE issuer = ?", player.issuer());
    }

    private LinkNumber link() {
        return LinkNumber.builder(player, LATE).replace(true).build();
    }

    private UsersConfig config() {
        var postgres = TestPostgres.config(sandbox.postgres().withPort(proxy.port()), 1, 100, Duration.ofMillis(1_500));
        return UsersHarness.config(postgres, TestRedis.config(sandbox.redis()));
    }
}
