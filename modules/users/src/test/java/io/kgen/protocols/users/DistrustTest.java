package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DistrustTest {

    private static final PlayerId PLAYER = new PlayerId("issuer", "user");
    private static final PlayerId ANOTHER = new PlayerId("issuer", "another");

    private final Map<PlayerId, Long> written = new HashMap<>();
    private final Distrust distrust = new Distrust(Duration.ZERO, Duration.ofDays(1));

    @Test
    void coversAPlayerUntilTheFenceIsWritten() {
        distrust.unfenced(PLAYER, 7);
        distrust.settle((player, version) -> Future.failedFuture("Redis is away"));
        assertThat(distrust.covers(PLAYER)).isTrue();
        assertThat(distrust.covers(ANOTHER)).isFalse();

        distrust.settle(this::write);
        assertThat(distrust.covers(PLAYER)).isFalse();
        assertThat(written).containsExactly(Map.entry(PLAYER, 7L));
    }

    @Test
    void anOlderFenceDoesNotSettleANewerOne() {
        distrust.unfenced(PLAYER, 7);
        distrust.settle((player, version) -> {
            distrust.unfenced(player, 8);
            return Future.succeededFuture();
        });

        assertThat(distrust.covers(PLAYER)).isTrue();
        distrust.settle(this::write);
        assertThat(written).containsEntry(PLAYER, 8L);
    }

    @Test
    void aChangeInDoubtFencesOffEveryVersion() {
        distrust.inDoubt(PLAYER);
        distrust.unfenced(PLAYER, 7);
        distrust.settle(this::write);

        assertThat(written).containsExactly(Map.entry(PLAYER, LinkedNumberCache.ANY_VERSION));
    }

    @Test
    void aChangeInDoubtIsNotSettledWhileItsStatementMayStillRun() {
        var patient = new Distrust(Duration.ofDays(1), Duration.ofDays(1));
        patient.inDoubt(PLAYER);
        patient.settle(this::write);

        assertThat(written).isEmpty();
        assertThat(patient.covers(PLAYER)).isTrue();
    }

    @Test
    void isBoundedByDistrustingEveryone() {
        for (var i = 0; i <= Distrust.MAX_PLAYERS; i++) {
            distrust.unfenced(new PlayerId("issuer", "user-" + i), i);
        }

        assertThat(distrust.covers(ANOTHER)).isTrue();
    }

    @Test
    void trustsEveryoneAgainWhenAllEntriesHaveExpired() {
        var forgetful = new Distrust(Duration.ZERO, Duration.ZERO);
        for (var i = 0; i <= Distrust.MAX_PLAYERS; i++) {
            forgetful.unfenced(new PlayerId("issuer", "user-" + i), i);
        }

        assertThat(forgetful.covers(ANOTHER)).isFalse();
    }

    private Future<Void> write(PlayerId player, long version) {
        written.put(player, version);
        return Future.succeededFuture();
    }
}
