package io.kgen.protocols.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CpuTimeTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void busyIsAllButIdleAndWaitingForTheDisk() {
        assertThat(CpuTime.busy("cpu  100 20 30 5000 700 6 4 40 9 9")).isEqualTo(200 * 10_000_000L);
    }

    @Test
    void othersHaveWhatIsNotOurs() {
        var before = new CpuTime(10 * SECOND, 100 * SECOND, 50 * SECOND);
        var after = new CpuTime(20 * SECOND, 115 * SECOND, 61 * SECOND);
        assertThat(after.othersSince(before, 2)).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void ticksThatAreRoundedDownAreNoNegativeShare() {
        var before = new CpuTime(0, 0, 0);
        assertThat(new CpuTime(SECOND, SECOND, SECOND + 5).othersSince(before, 2))
                .isZero();
    }
}
