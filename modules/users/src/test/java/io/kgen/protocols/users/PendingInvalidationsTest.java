package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PendingInvalidationsTest {

    private static final PlayerId PLAYER = new PlayerId("issuer", "user");
    private static final PlayerId OTHER = new PlayerId("issuer", "other");

    private final PendingInvalidations pending = new PendingInvalidations(Duration.ofDays(1));

    @Test
    void aChangedPlayerBypassesTheCacheUntilALaterReadOfTheLog() {
        var before = System.nanoTime() - 1;
        pending.add(PLAYER);

        pending.appliedUntil(before);
        assertThat(pending.mustBypass(PLAYER)).isTrue();
        assertThat(pending.mustBypass(OTHER)).isFalse();

        pending.appliedUntil(System.nanoTime());
        assertThat(pending.mustBypass(PLAYER)).isFalse();
    }

    @Test
    void anUnknownOutcomeBypassesTheCacheForTheLifetimeOfTheStatement() {
        pending.addUnknownOutcome(PLAYER);
        pending.add(PLAYER);

        pending.appliedUntil(System.nanoTime() + Duration.ofHours(23).toNanos());
        assertThat(pending.mustBypass(PLAYER)).isTrue();

        pending.appliedUntil(System.nanoTime() + Duration.ofHours(25).toNanos());
        assertThat(pending.mustBypass(PLAYER)).isFalse();
    }

    @Test
    void bypassesTheCacheForAllPlayersWhenItIsFull() {
        fill();
        pending.addUnknownOutcome(OTHER);

        pending.appliedUntil(System.nanoTime());
        assertThat(pending.mustBypass(OTHER)).isTrue();
        assertThat(pending.mustBypass(PLAYER)).isTrue();

        pending.appliedUntil(System.nanoTime() + Duration.ofHours(25).toNanos());
        assertThat(pending.mustBypass(OTHER)).isFalse();
        assertThat(pending.mustBypass(PLAYER)).isFalse();
    }

    private void fill() {
        for (var i = 0; i < PendingInvalidations.MAX_PLAYERS; i++) {
            pending.add(new PlayerId("issuer", "user-" + i));
        }
    }
}
