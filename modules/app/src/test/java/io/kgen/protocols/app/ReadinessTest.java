package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadinessTest {

    private final Readiness readiness = new Readiness();

    @Test
    void isNotReadyBeforeEverythingHasStarted() {
        readiness.postgresAvailable();
        assertThat(readiness.isReady()).isFalse();
        readiness.started();
        assertThat(readiness.isReady()).isTrue();
    }

    @Test
    void isNotReadyWhileDrainingEvenIfPostgresResponds() {
        readiness.started();
        readiness.draining();
        readiness.postgresAvailable();
        assertThat(readiness.isReady()).isFalse();
    }

    @Test
    void e71_onlyConsecutiveFailuresChangeReadiness() {
        readiness.started();
        fail(Readiness.FAILURES_OF_AN_OUTAGE - 1);
        readiness.postgresAvailable();
        fail(Readiness.FAILURES_OF_AN_OUTAGE - 1);
        assertThat(readiness.isReady()).isTrue();
        fail(1);
        assertThat(readiness.isReady()).isFalse();
        assertThat(readiness.isPostgresDown()).isTrue();
    }

    @Test
    void e71_oneSuccessfulProbeEndsALongOutage() {
        readiness.started();
        fail(1_000);
        readiness.postgresAvailable();
        assertThat(readiness.isReady()).isTrue();
    }

    @Test
    void reportsEachChangeOnce() {
        assertThat(readiness.postgresAvailable()).isFalse();
        fail(Readiness.FAILURES_OF_AN_OUTAGE - 1);
        assertThat(readiness.postgresFailed()).isTrue();
        assertThat(readiness.postgresFailed()).isFalse();
        assertThat(readiness.postgresAvailable()).isTrue();
        assertThat(readiness.postgresAvailable()).isFalse();
    }

    private void fail(int times) {
        IntStream.range(0, times).forEach(i -> readiness.postgresFailed());
    }
}
