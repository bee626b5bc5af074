package io.kgen.protocols.analytics.events;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.LIST_PARTICIPATIONS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.analytics.AnalyticsHarness;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TcpProxy;
import io.kgen.protocols.sandbox.TestSql;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class OutageIT {

    private static final RecordEvent EVENT = new RecordEvent(new PlayerId("issuer", "user"), "login", Attributes.NONE);
    /** Shorter than the timeouts of the callers. */
    private static final Duration SHORT_TIMEOUT = Duration.ofMillis(500);

    private static final Duration AS_CONFIGURED = Duration.ofMillis(1_500);
    private static final ListParticipations HISTORY =
            ListParticipations.builder(new PlayerId("issuer", "user")).build();

    private final Sandbox sandbox;

    OutageIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeAll
    static void migrate(Sandbox sandbox) {
        AnalyticsHarness.migrate(sandbox);
    }

    @Test
    void aHungPostgresIsUnavailableForAllPendingCallsAndRecovers() {
        try (var analytics = AnalyticsHarness.on(sandbox.postgres(), SHORT_TIMEOUT, 1)) {
            analytics.callAndAwait(RECORD_EVENT, EVENT);
            assertThat(whileHung(analytics)).containsOnly(FailureCode.UNAVAILABLE);

            analytics.callAndAwait(RECORD_EVENT, EVENT);
            analytics.callAndAwait(LIST_PARTICIPATIONS, HISTORY);
        }
    }

    @Test
    void e06_callsFailBeforeTheirTimeoutWhilePostgresHangsAndSucceedAfterwards() {
        try (var analytics = AnalyticsHarness.on(sandbox.postgres(), AS_CONFIGURED, 1)) {
            analytics.callAndAwait(RECORD_EVENT, EVENT);
            // Not TIMEOUT, which is the code of a caller that timed out first.
            assertThat(whileHung(analytics)).containsOnly(FailureCode.UNAVAILABLE);

            analytics.callAndAwait(RECORD_EVENT, EVENT);
            analytics.callAndAwait(LIST_PARTICIPATIONS, HISTORY);
        }
    }

    @Test
    void e06_replacesHalfOpenAndUnopenedConnections() {
        try (var proxy = TcpProxy.to(sandbox.postgres().port());
                var analytics = AnalyticsHarness.on(sandbox.postgres().withPort(proxy.port()), SHORT_TIMEOUT, 1)) {
            analytics.callAndAwait(RECORD_EVENT, EVENT);
            analytics.callAndAwait(LIST_PARTICIPATIONS, HISTORY);
            proxy.dropReplies();
            for (var i = 0; i < 3; i++) {
                assertThat(codesOfManyCalls(analytics)).containsOnly(FailureCode.UNAVAILABLE);
            }

            proxy.restore();

            analytics.callAndAwait(RECORD_EVENT, EVENT);
            analytics.callAndAwait(LIST_PARTICIPATIONS, HISTORY);
        }
    }

    @Test
    void e01_aRetryWithTheSameKeyResolvesACommitWithALostReply() {
        var event = RecordEvent.builder(new PlayerId("issuer", "commit-unknown"), "login")
                .attributes(Attributes.NONE)
                .key("key")
                .build();
        try (var proxy = TcpProxy.to(sandbox.postgres().port());
                var analytics = AnalyticsHarness.on(sandbox.postgres().withPort(proxy.port()), SHORT_TIMEOUT, 1)) {
            analytics.callAndAwait(
                    RECORD_EVENT,
                    RecordEvent.builder(new PlayerId("issuer", "user"), "login")
                            .attributes(Attributes.NONE)
                            .key("key")
                            .build());
            proxy.dropReplies();
            assertThat(analytics.failureOf(RECORD_EVENT, event)).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(eventsOf("commit-unknown"))
                    .as("committed, but the response is lost")
                    .hasSize(1);
            proxy.restore();

            assertThat(analytics.callAndAwait(RECORD_EVENT, event).status()).isEqualTo(WriteStatus.DUPLICATE);
            assertThat(eventsOf("commit-unknown")).hasSize(1);
        }
    }

    @Test
    void rejectsImmediatelyWhenTheQueueForAHungPostgresIsFull() {
        var heavy = Attributes.parse(new JsonObject()
                .put("a", "x".repeat(4_000))
                .put("b", "x".repeat(4_000))
                .encode());
        var event = new RecordEvent(new PlayerId("issuer", "user"), "heavy", heavy);
        var capacity = Backlog.Limits.DEFAULT.queueWeight() / 8_000;
        try (var analytics = AnalyticsHarness.on(sandbox.postgres(), AS_CONFIGURED, 1)) {
            analytics.callAndAwait(RECORD_EVENT, EVENT);
            sandbox.postgresServer().pause();
            try {
                var replies = Stream.generate(() -> analytics.call(RECORD_EVENT, event))
                        .limit(capacity + 1)
                        .toList();

                assertThat(AnalyticsHarness.failureOf(replies.get(capacity))).isEqualTo(FailureCode.UNAVAILABLE);
                assertThat(replies.get(0).isComplete()).isFalse();
                assertThat(replies.get(1).isComplete()).isFalse();
            } finally {
                sandbox.postgresServer().resume();
            }
            analytics.callAndAwait(RECORD_EVENT, EVENT);
        }
    }

    @Test
    void startsWhilePostgresIsUnreachable() throws IOException {
        try (var analytics = AnalyticsHarness.on(sandbox.postgres().withPort(closedPort()), SHORT_TIMEOUT, 2)) {
            assertThat(analytics.failureOf(RECORD_EVENT, EVENT)).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(analytics.failureOf(LIST_PARTICIPATIONS, HISTORY)).isEqualTo(FailureCode.UNAVAILABLE);
        }
    }

    @Test
    void replacesALostConnection() {
        try (var analytics = AnalyticsHarness.on(sandbox.postgres(), SHORT_TIMEOUT, 1)) {
            analytics.callAndAwait(RECORD_EVENT, EVENT);
            analytics.sql("SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");

            // The first call may fail on the dead connection; the next one uses another connection.
            analytics.failureOf(RECORD_EVENT, EVENT);
            assertThat(analytics.failureOf(RECORD_EVENT, EVENT)).isNull();
        }
    }

    private List<FailureCode> whileHung(AnalyticsHarness analytics) {
        sandbox.postgresServer().pause();
        try {
            return codesOfManyCalls(analytics);
        } finally {
            sandbox.postgresServer().resume();
        }
    }

    private static List<FailureCode> codesOfManyCalls(AnalyticsHarness analytics) {
        var events = Stream.generate(() -> analytics.call(RECORD_EVENT, EVENT)).limit(20);
        var histories = Stream.generate(() -> analytics.call(LIST_PARTICIPATIONS, HISTORY))
                .limit(5);
        return Stream.<Future<?>>concat(events, histories).toList().stream()
                .map(AnalyticsHarness::failureOf)
                .toList();
    }

    private List<String> eventsOf(String userId) {
        return TestSql.rows(sandbox.postgres(), "SELECT event_id FROM analytics.event WHERE user_id = ?", userId);
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
