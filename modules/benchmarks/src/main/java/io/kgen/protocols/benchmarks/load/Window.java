package io.kgen.protocols.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * The measurement of one period.
 *
 * @param rate responses a second
 * @param p50 in milliseconds, as {@code p99}
 * @param cpuMicros CPU time of the server for each response
 * @param generatorCpu CPU time of the generator for each second: at 1.0 for each of its event loops the generator is the limit
 */
public record Window(double rate, double p50, double p99, double cpuMicros, double generatorCpu) {

    private static final double NANOS_PER_MILLI = 1e6;

    static Window of(Histogram latencies, Snapshot before, Snapshot after) {
        var answers = latencies.getTotalCount();
        var seconds = (after.nanos() - before.nanos()) / 1e9;
        return new Window(
                answers / seconds,
                millis(latencies, 50),
                millis(latencies, 99),
                answers == 0 ? 0 : (after.serverCpuNanos() - before.serverCpuNanos()) / 1e3 / answers,
                (after.ownCpuNanos() - before.ownCpuNanos()) / 1e9 / seconds);
    }

    /** A period in which only the client was measured. */
    public static Window of(Histogram latencies, double seconds) {
        return new Window(
                latencies.getTotalCount() / seconds,
                millis(latencies, 50),
                millis(latencies, 99),
                Double.NaN,
                Double.NaN);
    }

    private static double millis(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
}
