package io.kgen.protocols.benchmarks;

import io.kgen.protocols.benchmarks.load.Window;

/**
 * The result of a scenario.
 *
 * @param rows rows for each response; 0 if there are none
 * @param median the window with the median rate
 * @param failure the reason for invalid figures, or null
 */
record Result(String contender, String scenario, int connections, int rows, Window median, String failure) {

    boolean isValid() {
        return failure == null;
    }

    double rowsPerSecond() {
        return rows * median.rate();
    }
}
