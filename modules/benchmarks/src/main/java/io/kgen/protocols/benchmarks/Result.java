package io.kgen.protocols.benchmarks;

import io.kgen.protocols.benchmarks.load.Window;

/**
 * What a scenario came to.
 *
 * @param rows rows that each answer stands for in the rate of rows; 0 if there are none
 * @param median of the windows, by their rate
 * @param fault why the figures do not count, or null
 */
record Result(String contender, String scenario, int connections, int rows, Window median, String fault) {

    boolean isSound() {
        return fault == null;
    }

    double rowsPerSecond() {
        return rows * median.rate();
    }
}
