package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CacheValidityTest {

    @Test
    void expiresBeforeTheMaximumStalenessOfHalfASecond() {
        var now = System.nanoTime();

        assertThat(new CacheValidity("epoch", now, true).isCurrent()).isTrue();
        assertThat(new CacheValidity("epoch", now - Duration.ofMillis(450).toNanos(), true).isCurrent())
                .isFalse();
        assertThat(new CacheValidity("epoch", now, true).expired().isCurrent()).isFalse();
    }

    @Test
    void doesNotExpireByAgeWhilePostgresIsUnavailable() {
        var old = new CacheValidity(
                "epoch", System.nanoTime() - Duration.ofDays(1).toNanos(), true);

        assertThat(old.withoutLog().isCurrent()).isTrue();
        assertThat(old.withoutLog().expired().isCurrent()).isFalse();
    }
}
