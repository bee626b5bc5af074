package io.kgen.protocols.kstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.ServerSessions;
import io.kgen.protocols.sandbox.TcpProxy;
import io.kgen.protocols.sandbox.TestSql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Failed changes of codes that reach PostgreSQL, or get their lock, late (E89); codes under a wrong clock (E88). */
@ExtendWith({SandboxExtension.class, VertxExtension.class})
class LateWritesIT {

    private static final Duration TTL = Duration.ofSeconds(90);
    private static final String STORE = "k-store";
    private static final String PHONE = "+49 176 12345678";

    private final PlayerId player = new PlayerId("issuer", UUID.randomUUID().toString());
    private final OneTimeCode code = OneTimeCode.random();
    private final Sandbox sandbox;
    private final ServerSessions sessions;

    private TcpProxy proxy;
    private PgCodeStore delayedCodes;
    private PgCodeStore codes;

    LateWritesIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.sessions = new ServerSessions(sandbox.postgres());
    }

    @BeforeAll
    static void migrate(Sandbox sandbox) {
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, KStoreVerticle.SCHEMA));
    }

    @BeforeEach
    void connect(Vertx vertx) {
        proxy = TcpProxy.to(sandbox.postgres().port());
        delayedCodes =
                new PgCodeStore(PostgresClient.connect(vertx, config(proxy.port())), TTL, KStoreHarness.AUDIT_KEY);
        codes = new PgCodeStore(
                PostgresClient.connect(vertx, config(sandbox.postgres().port())), TTL, KStoreHarness.AUDIT_KEY);
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void e89_aCodeThatArrivesAfterItsFailureIsNotStored() {
        whileDelayed(late -> late.add(issued(OneTimeCode.random()), farDeadline()));

        assertThat(TestSql.rows(sandbox.postgres(), "SELECT 1 FROM kstore.code WHERE user_id = ?", player.userId()))
                .hasSize(2);
    }

    @Test
    void e89_aUseThatArrivesAfterItsFailureDoesNotAffectTheRetry() {
        whileDelayed(late -> late.use(code.hash(), STORE, farDeadline()));

        assertThat(Await.result(codes.use(code.hash(), STORE, farDeadline()))).isTrue();
    }

    @Test
    void e89_aRevocationThatArrivesAfterItsFailureKeepsNewerCodes() {
        whileDelayed(late -> late.erase(player, new CallContext("request", null, farDeadline())));
        assertActive();
    }

    @Test
    void e89_aRevocationOfOlderCodesThatArrivesAfterItsFailureChangesNothing() {
        var future = Instant.now().plus(Duration.ofDays(1));
        whileDelayed(late -> late.revokeIssuedBefore(player, future, farDeadline()));
        assertActive();
    }

    @Test
    void e89_aRevocationOfOneCodeThatArrivesAfterItsFailureChangesNothing() {
        whileDelayed(late -> late.revoke(code.hash(), farDeadline()));
        assertActive();
    }

    @Test
    void e89_aUseThatGetsItsLockAfterItsFailureDoesNotAffectTheRetry() throws SQLException {
        store(code);
        whileLocked(late -> late.use(code.hash(), STORE, shortDeadline()));

        assertThat(Await.result(codes.use(code.hash(), STORE, farDeadline()))).isTrue();
    }

    @Test
    void e89_aRevocationThatGetsItsLockAfterItsFailureChangesNothing() throws SQLException {
        store(code);
        whileLocked(late -> late.erase(player, new CallContext("request", null, shortDeadline())));
        assertActive();
    }

    @Test
    void e88_rejectsCodesIssuedUnderAClockThatWasAhead() {
        store(code);
        TestSql.rows(
                sandbox.postgres(),
                "UPDATE kstore.code SET made_at = made_at + interval '100 days',"
                        + " expires_at = expires_at + interval '100 days' WHERE user_id = ?",
                player.userId());

        assertThat(Await.result(codes.find(code.hash(), STORE))).isEmpty();
        assertThat(Await.result(codes.use(code.hash(), STORE, farDeadline()))).isFalse();
    }

    /** Delays the change until it has failed and the code has been stored, then lets it reach the server. */
    private void whileDelayed(Function<PgCodeStore, Future<?>> change) {
        // Prepares the statement, so that the next execution is a single message.
        Await.result(change.apply(delayedCodes));
        var before = sessions.open();
        proxy.hold();
        assertUnavailable(change.apply(delayedCodes));
        store(code);
        proxy.release();
        sessions.awaitEnd(before);
    }

    private void whileLocked(Function<PgCodeStore, Future<?>> change) throws SQLException {
        try (var session = TestSql.connect(sandbox.postgres())) {
            session.setAutoCommit(false);
            session.createStatement()
                    .execute("SELECT 1 FROM kstore.code WHERE user_id = '" + player.userId() + "' FOR UPDATE");
            var reply = sessions.awaitWaitingForLock(() -> change.apply(delayedCodes));
            // The deadline of the call has passed before the lock is released.
            Await.until(() -> System.nanoTime() - lastDeadline > 0);
            session.rollback();
            assertUnavailable(reply);
        }
    }

    private long lastDeadline;

    private long shortDeadline() {
        lastDeadline = System.nanoTime() + Duration.ofMillis(400).toNanos();
        return lastDeadline;
    }

    private static long farDeadline() {
        return CallContext.root().deadline();
    }

    private void store(OneTimeCode newCode) {
        Await.result(codes.add(issued(newCode), farDeadline()));
    }

    private IssuedCode issued(OneTimeCode newCode) {
        return IssuedCode.of(newCode, player, STORE, PHONE);
    }

    private void assertActive() {
        assertThat(Await.result(codes.find(code.hash(), STORE))).isPresent();
    }

    private static void assertUnavailable(Future<?> change) {
        assertThat(Await.failure(change, ServiceException.class).code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    private PostgresConfig config(int port) {
        return TestPostgres.config(sandbox.postgres().withPort(port), 1, 100, Duration.ofMillis(1_500));
    }
}
