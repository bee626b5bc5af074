package io.kgen.protocols.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What two builds did in windows that followed each other, in one scenario.
 *
 * @param all in the order in which they were measured
 */
record Pairs(String scenario, int connections, List<Pair> all) {

    /** Nothing may be slower than this share of before. */
    static final double LIMIT = 0.97;

    /** The share of the machine that others may use before the figures say nothing. */
    static final double MOST_OTHERS = 0.10;

    /** The distance between the smallest and the largest ratio past which the pairs contradict one another. */
    static final double MOST_SPREAD = 0.30;

    /**
     * @param rate answers a second of this build
     * @param otherRate those of the other build
     * @param cpu server CPU time of an answer, as {@code otherCpu}
     * @param others the share of the machine that other processes used during both windows
     */
    record Pair(double rate, double otherRate, double cpu, double otherCpu, double others) {

        double ratio() {
            return rate / otherRate;
        }

        /** Above 1 if this build takes less. */
        double cpuRatio() {
            return otherCpu / cpu;
        }
    }

    double min() {
        return sorted(Pair::ratio)[0];
    }

    double median() {
        return median(Pair::ratio);
    }

    double max() {
        return sorted(Pair::ratio)[all.size() - 1];
    }

    double medianCpu() {
        return median(Pair::cpuRatio);
    }

    double others() {
        return median(Pair::others);
    }

    double rate() {
        return median(Pair::rate);
    }

    double otherRate() {
        return median(Pair::otherRate);
    }

    /** A missed limit counts only if hardly any pair contradicts it. */
    String verdict() {
        if (others() > MOST_OTHERS) {
            return "too noisy to judge: other processes used %.0f %% of the machine".formatted(100 * others());
        }
        if (max() - min() > MOST_SPREAD) {
            return "too noisy to judge: the pairs differ by %.2f".formatted(max() - min());
        }
        if (median() >= LIMIT) {
            return "met";
        }
        return max() >= 1 ? "too noisy to judge: some pairs are below and some above 1" : "**missed**";
    }

    private double median(ToDoubleFunction<Pair> figure) {
        var sorted = sorted(figure);
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private double[] sorted(ToDoubleFunction<Pair> figure) {
        var figures = all.stream().mapToDouble(figure).toArray();
        Arrays.sort(figures);
        return figures;
    }
}
