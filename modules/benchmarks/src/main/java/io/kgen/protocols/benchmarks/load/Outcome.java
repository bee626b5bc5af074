package io.kgen.protocols.benchmarks.load;

import java.util.List;

/**
 * What became of a load.
 *
 * @param acknowledged answers with the expected status, those of the warm-up and of the end included
 * @param fault what was not as expected, or null
 */
public record Outcome(List<Window> windows, long acknowledged, String fault) {}
