package io.kgen.protocols.analytics;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENTS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.ServerSessions;
import io.kgen.protocols.sandbox.TcpProxy;
import io.kgen.protocols.sandbox.TestSql;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Failed writes of events and participations that reach PostgreSQL, or get their lock, after the failure (E89). */
@ExtendWith(SandboxExtension.class)
class LateWritesIT {

    private static final Duration SHORT = Duration.ofMillis(700);

    private final String user = UUID.randomUUID().toString();
    private final Sandbox sandbox;
    private final ServerSessions sessions;

    private TcpProxy proxy;
    private AnalyticsHarness delayed;

    LateWritesIT(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.sessions = new ServerSessions(sandbox.postgres());
    }

    @BeforeAll
    static void migrate(Sandbox sandbox) {
        AnalyticsHarness.migrate(sandbox);
    }

    @BeforeEach
    void deploy() {
        proxy = TcpProxy.to(sandbox.postgres().port());
        delayed = AnalyticsHarness.on(sandbox.postgres(), config(proxy.port()), 1);
        delayed.callAndAwait(
                RECORD_EVENT, new RecordEvent(new PlayerId("issuer", "warm-up"), "login", Attributes.NONE));
        delayed.callAndAwait(
                RECORD_EVENT,
                RecordEvent.builder(new PlayerId("issuer", "warm-up"), "login")
                        .attributes(Attributes.NONE)
                        .key(UUID.randomUUID().toString())
                        .build());
    }

    @AfterEach
    void close() {
        proxy.close();
        delayed.close();
    }

    @Test
    void e89_anEventThatArrivesAfterItsFailureIsStoredOnce() {
        assertStoredOnce(new RecordEvent(new PlayerId("issuer", user), "login", Attributes.NONE));
    }

    @Test
    void e89_anEventWithAKeyThatArrivesAfterItsFailureIsStoredOnce() {
        assertStoredOnce(RecordEvent.builder(new PlayerId("issuer", user), "login")
                .attributes(Attributes.NONE)
                .key("key")
                .build());
    }

    @Test
    void e89_aBatchThatArrivesAfterItsFailureIsStoredOnce() {
        var before = sessions.withLastStatement("analytics.append_events");
        proxy.hold();
        var results = delayed.callAndAwait(RECORD_EVENTS, batch()).results();
        assertThat(results).hasSize(2).allMatch(result -> result.retryable());

        try (var other = AnalyticsHarness.on(sandbox.postgres(), 1)) {
            assertThat(other.callAndAwait(RECORD_EVENTS, batch()).results()).noneMatch(result -> result.retryable());
            proxy.release();
            sessions.awaitEnd(before);
        }

        assertThat(stored()).containsExactlyInAnyOrder("with-a-key", "without-a-key");
    }

    @Test
    void e89_anEventThatGetsItsLockAfterItsFailureIsNotStored() throws SQLException {
        for (var table : List.of("event", "event_" + today(), "event_key")) {
            whileLocked(
                    "LOCK TABLE analytics." + table + " IN ACCESS EXCLUSIVE MODE",
                    () -> call(
                            RECORD_EVENT,
                            RecordEvent.builder(new PlayerId("issuer", user), "login")
                                    .attributes(Attributes.NONE)
                                    .key("key")
                                    .build()));
            assertThat(stored()).isEmpty();
        }
        for (var table : List.of("event", "event_" + today())) {
            whileLocked(
                    "LOCK TABLE analytics." + table + " IN ACCESS EXCLUSIVE MODE",
                    () -> call(RECORD_EVENT, new RecordEvent(new PlayerId("issuer", user), "login", Attributes.NONE)));
            assertThat(stored()).isEmpty();
        }
    }

    @Test
    void e89_anEventWithACallThatTimesOutBeforeItsGroupStartsIsNotStored() throws SQLException {
        try (var session = TestSql.connect(sandbox.postgres())) {
            session.setAutoCommit(false);
            session.createStatement().execute("LOCK TABLE analytics.event IN ACCESS EXCLUSIVE MODE");
            var first = delayed.call(
                    RECORD_EVENT, new RecordEvent(new PlayerId("issuer", "another"), "login", Attributes.NONE));
            sessions.awaitWaitingForLock(1);
            assertFails(call(RECORD_EVENT, new RecordEvent(new PlayerId("issuer", user), "login", Attributes.NONE)));
            session.rollback();
            Await.result(first.otherwiseEmpty());
        }
        delayed.callAndAwait(
                RECORD_EVENT, new RecordEvent(new PlayerId("issuer", "another"), "login", Attributes.NONE));

        assertThat(stored()).isEmpty();
    }

    @Test
    void e89_aParticipationThatArrivesAfterItsFailureDoesNotReplaceANewerOne() {
        delayed.callAndAwait(RECORD_PARTICIPATION, participation(1, "Won"));
        var before = sessions.withLastStatement("analytics.participation");
        proxy.hold();
        assertFails(delayed.call(RECORD_PARTICIPATION, participation(3, "Late")));

        try (var other = AnalyticsHarness.on(sandbox.postgres(), 1)) {
            other.callAndAwait(RECORD_PARTICIPATION, participation(2, "Lost"));
            proxy.release();
            sessions.awaitEnd(before);
        }

        assertThat(results()).containsExactly("Lost");
    }

    @Test
    void e89_aParticipationThatGetsItsLockAfterItsFailureChangesNothing() throws SQLException {
        delayed.callAndAwait(RECORD_PARTICIPATION, participation(1, "Won"));
        whileLocked(
                "SELECT 1 FROM analytics.participation WHERE user_id = '" + user + "' FOR UPDATE",
                () -> call(RECORD_PARTICIPATION, participation(2, "Late")));

        assertThat(results()).containsExactly("Won");
        assertThat(delayed.callAndAwait(RECORD_PARTICIPATION, participation(2, "Lost"))
                        .status())
                .isEqualTo(WriteStatus.CORRECTED);
    }

    private void assertStoredOnce(RecordEvent event) {
        var before = sessions.withLastStatement("analytics.append_events");
        proxy.hold();
        assertFails(delayed.call(RECORD_EVENT, event));

        try (var other = AnalyticsHarness.on(sandbox.postgres(), 1)) {
            assertThat(other.callAndAwait(RECORD_EVENT, event).status()).isEqualTo(WriteStatus.STORED);
            proxy.release();
            sessions.awaitEnd(before);
        }

        assertThat(stored()).hasSize(1);
    }

    /** Holds the lock until the call has failed, and returns after its statement has ended. */
    private void whileLocked(String lock, Supplier<Future<?>> call) throws SQLException {
        try (var session = TestSql.connect(sandbox.postgres())) {
            session.setAutoCommit(false);
            session.createStatement().execute(lock);
            var reply = sessions.awaitWaitingForLock(call);
            assertFails(reply);
            session.rollback();
        }
        sessions.awaitIdle("0 seconds");
    }

    private <Q extends Record, R extends Record> Future<R> call(Operation<Q, R> operation, Q request) {
        return delayed.bus()
                .call(operation, request, new CallContext("request", null, System.nanoTime() + SHORT.toNanos()));
    }

    private static void assertFails(Future<?> reply) {
        assertThat(Await.failure(reply, ServiceException.class).code())
                .isIn(FailureCode.UNAVAILABLE, FailureCode.TIMEOUT);
    }

    private RecordEvents batch() {
        return new RecordEvents(List.of(
                BatchItem.of(RecordEvent.builder(new PlayerId("issuer", user), "with-a-key")
                        .attributes(Attributes.NONE)
                        .key("key")
                        .build()),
                BatchItem.of(new RecordEvent(new PlayerId("issuer", user), "without-a-key", Attributes.NONE))));
    }

    private RecordParticipation participation(long revision, String result) {
        return new RecordParticipation(
                new PlayerId("issuer", user),
                "source",
                user,
                revision,
                "Tournament",
                BigDecimal.ONE,
                result,
                Instant.EPOCH,
                "Quick",
                BigDecimal.ONE,
                BigDecimal.ONE);
    }

    private List<String> stored() {
        return TestSql.rows(sandbox.postgres(), "SELECT event_id FROM analytics.event WHERE user_id = ?", user);
    }

    private List<String> results() {
        return TestSql.rows(sandbox.postgres(), "SELECT result FROM analytics.participation WHERE user_id = ?", user);
    }

    private String today() {
        return TestSql.rows(sandbox.postgres(), "SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDD')")
                .get(0);
    }

    private PostgresConfig config(int port) {
        return TestPostgres.config(sandbox.postgres().withPort(port), 1, 1_000, Duration.ofMillis(1_500));
    }
}
