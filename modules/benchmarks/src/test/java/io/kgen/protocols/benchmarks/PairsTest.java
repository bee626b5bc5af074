package io.kgen.protocols.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kgen.protocols.benchmarks.Pairs.Pair;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PairsTest {

    private static final Offset<Double> ROUNDING = within(1e-9);

    @Test
    void aRatioIsThisBuildOverTheOtherAndItsCpuTheOtherWayRound() {
        var pair = new Pair(90, 100, 20, 10, 0);
        assertThat(pair.ratio()).isEqualTo(0.9, ROUNDING);
        assertThat(pair.cpuRatio()).isEqualTo(0.5, ROUNDING);
    }

    @Test
    void theSpreadIsThatOfThePairs() {
        var pairs = of(0, 1.02, 0.98, 1.10, 1.00);
        assertThat(pairs.min()).isEqualTo(0.98, ROUNDING);
        assertThat(pairs.median()).isEqualTo(1.01, ROUNDING);
        assertThat(pairs.max()).isEqualTo(1.10, ROUNDING);
        assertThat(of(0, 3.0, 1.0, 2.0).median()).isEqualTo(2.0, ROUNDING);
    }

    @Test
    void theLimitIsMetFrom97HundredthsOn() {
        assertThat(of(0, 0.96, 0.97, 0.99).verdict()).isEqualTo("met");
        assertThat(of(0, 0.94, 0.95, 0.96).verdict()).isEqualTo("**missed**");
    }

    @Test
    void pairsThatContradictOneAnotherAreNoVerdict() {
        assertThat(of(0, 0.94, 0.95, 1.01).verdict()).startsWith("too noisy to judge: some pairs");
        assertThat(of(0, 0.80, 1.00, 1.15).verdict()).isEqualTo("too noisy to judge: the pairs differ by 0.35");
    }

    @Test
    void neitherIsWhatABusyMachineShows() {
        assertThat(of(0.2, 1.0, 1.0, 1.0).verdict())
                .isEqualTo("too noisy to judge: other processes used 20 % of the machine");
        assertThat(of(0.1, 1.0, 1.0, 1.0).verdict()).isEqualTo("met");
    }

    private static Pairs of(double others, double... ratios) {
        var pairs = Arrays.stream(ratios)
                .mapToObj(ratio -> new Pair(1_000 * ratio, 1_000, 1, 1, others))
                .toList();
        return new Pairs("drop", 64, pairs);
    }
}
