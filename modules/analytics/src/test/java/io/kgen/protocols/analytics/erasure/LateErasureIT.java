package io.kgen.protocols.analytics.erasure;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.analytics.AnalyticsFixture;
import io.kgen.protocols.analytics.AnalyticsHarness;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.ServerSessions;
import io.kgen.protocols.sandbox.TcpProxy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** A failed step of an erasure that reaches PostgreSQL late does not erase data recorded after the failure (E89). */
class LateErasureIT extends AnalyticsFixture {

    private final PlayerId player = new PlayerId("issuer", UUID.randomUUID().toString());
    private final Sandbox sandbox;

    LateErasureIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Test
    void e89_anErasureOfParticipationsThatArrivesAfterItsFailureErasesNothingNewer() {
        assertErasesNothingNewer(PgErasure::eraseParticipations);
    }

    @Test
    void e89_anErasureOfKeysThatArrivesAfterItsFailureErasesNothingNewer() {
        assertErasesNothingNewer(PgErasure::eraseKeys);
    }

    @Test
    void e89_anErasureOfEventsThatArrivesAfterItsFailureErasesNothingNewer() {
        var partition = analytics.sql(
                "SELECT ('analytics.event_' || to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDD'))::regclass::oid::text");
        var range = new EventPartition.PageRange(Long.parseLong(partition.get(0)), 0, 1_000);
        assertErasesNothingNewer((erasure, erased) -> erasure.eraseEvents(range, erased));
    }

    private void assertErasesNothingNewer(BiFunction<PgErasure, PlayerId, Future<?>> step) {
        var sessions = new ServerSessions(sandbox.postgres());
        var vertx = Vertx.vertx();
        try (var proxy = TcpProxy.to(sandbox.postgres().port())) {
            var address = sandbox.postgres().withPort(proxy.port());
            var postgres =
                    PostgresClient.connect(vertx, TestPostgres.config(address, 1, 1_000, Duration.ofMillis(1_500)));
            var erasure = new PgErasure(postgres, AnalyticsHarness.AUDIT_KEY);
            // Prepares the statement, so that the next execution is a single message.
            Await.result(step.apply(erasure, player));
            var session = Await.result(postgres.query("SELECT pg_backend_pid()::text"));
            proxy.hold();
            assertThat(Await.failure(step.apply(erasure, player), ServiceException.class)
                            .code())
                    .isEqualTo(FailureCode.UNAVAILABLE);
            analytics.callAndAwait(RECORD_PARTICIPATION, participation());
            analytics.callAndAwait(RECORD_EVENT, event());
            proxy.release();
            sessions.awaitEnd(List.of(session.iterator().next().getString(0)));

            assertThat(analytics.callAndAwait(RECORD_EVENT, event()).status()).isEqualTo(WriteStatus.DUPLICATE);
            assertThat(analytics
                            .callAndAwait(RECORD_PARTICIPATION, participation())
                            .status())
                    .isEqualTo(WriteStatus.DUPLICATE);
            assertThat(analytics.sql("SELECT event_id FROM analytics.event WHERE user_id = '" + player.userId() + "'"))
                    .containsExactly("login");
        } finally {
            Await.result(vertx.close());
        }
    }

    private RecordEvent event() {
        return RecordEvent.builder(player, "login")
                .attributes(Attributes.NONE)
                .key("key")
                .build();
    }

    private RecordParticipation participation() {
        return RecordParticipation.builder(player, "source", player.userId())
                .revision(1L)
                .type("Tournament")
                .typeValue(BigDecimal.ONE)
                .result("Won")
                .mode("Quick")
                .buyInStake(BigDecimal.ONE)
                .amountWon(BigDecimal.ONE)
                .build();
    }
}
