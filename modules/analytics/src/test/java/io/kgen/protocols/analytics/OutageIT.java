package io.kgen.protocols.analytics;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.PARTICIPATION_HISTORY;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.FindParticipations;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.platform.PostgresConfig;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.Future;
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

    private static final RecordEvent EVENT = new RecordEvent("issuer", "user", "login", Attributes.NONE);
    private static final FindParticipations HISTORY =
            new FindParticipations("issuer", "user", null, null, null, null, null, null, null);

    private final Sandbox sandbox;

    OutageIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeAll
    static void migrate(Sandbox sandbox) {
        Deployed.migrate(sandbox);
    }

    @Test
    void aHungPostgresIsUnavailableForAllWhoWaitAndRecovers() {
        try (var analytics = Deployed.on(impatient(sandbox.postgres().port()), 1)) {
            analytics.ask(RECORD_EVENT, EVENT);
            assertThat(whileHung(analytics)).containsOnly(FailureCode.UNAVAILABLE);

            analytics.ask(RECORD_EVENT, EVENT);
            analytics.ask(PARTICIPATION_HISTORY, HISTORY);
        }
    }

    @Test
    void anAbsentPostgresIsUnavailableAndNoReasonNotToStart() throws IOException {
        try (var analytics = Deployed.on(impatient(closedPort()), 2)) {
            assertThat(analytics.failureOf(RECORD_EVENT, EVENT)).isEqualTo(FailureCode.UNAVAILABLE);
            assertThat(analytics.failureOf(PARTICIPATION_HISTORY, HISTORY)).isEqualTo(FailureCode.UNAVAILABLE);
        }
    }

    @Test
    void aLostConnectionIsReplaced() {
        try (var analytics = Deployed.on(impatient(sandbox.postgres().port()), 1)) {
            analytics.ask(RECORD_EVENT, EVENT);
            analytics.sql("SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");

            // The one that finds the connection dead may fail; the pool has another for the next.
            analytics.failureOf(RECORD_EVENT, EVENT);
            assertThat(analytics.failureOf(RECORD_EVENT, EVENT)).isNull();
        }
    }

    private List<FailureCode> whileHung(Deployed analytics) {
        sandbox.postgresServer().pause();
        try {
            var events =
                    Stream.generate(() -> analytics.call(RECORD_EVENT, EVENT)).limit(20);
            var histories = Stream.generate(() -> analytics.call(PARTICIPATION_HISTORY, HISTORY))
                    .limit(5);
            return Stream.<Future<?>>concat(events, histories).toList().stream()
                    .map(Deployed::failureOf)
                    .toList();
        } finally {
            sandbox.postgresServer().resume();
        }
    }

    private static int closedPort() throws IOException {
        try (var closedAgain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closedAgain.getLocalPort();
        }
    }

    /** Gives up long before the callers do. */
    private PostgresConfig impatient(int port) {
        var postgres = sandbox.postgres();
        return new PostgresConfig(
                postgres.host(),
                port,
                postgres.database(),
                postgres.user(),
                postgres.password(),
                postgres.poolSize(),
                postgres.queueSize(),
                Duration.ofMillis(500));
    }
}
