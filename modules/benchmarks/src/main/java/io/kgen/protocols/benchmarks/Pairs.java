package io.kgen.protocols.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The measurements of two builds in alternating windows of one scenario.
 *
 * @param all the pairs in the order of measurement
 */
record Pairs(String scenario, int connections, List<Pair> all) {

    /** The minimum ratio of this build to the other one. */
    static final double LIMIT = 0.97;

    /** The maximum share of the machine for other processes; with more the figures are invalid. */
    static final double MOST_OTHERS = 0.10;

    /** The maximum distance between the smallest and the largest ratio; with more the pairs contradict each other. */
    static final double MOST_SPREAD = 0.30;

    /**
     * @param rate responses a second of this build
     * @param otherRate responses a second of the other build
     * @param cpu server CPU time for a response, as {@code otherCpu}
     * @param others the share of the machine that other processes used in both windows
     */
    record Pair(double rate, double otherRate, double cpu, double otherCpu, double others) {

        double ratio() {
            return rate / otherRate;
        }

        /** Above 1 if this build uses less. */
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

    /** A missed limit counts only if no pair contradicts it. */
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
