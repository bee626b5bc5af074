package io.kgen.protocols.benchmarks.load;

import java.util.List;

/**
 * The result of a load.
 *
 * @param acknowledged responses with the expected status, including the warm-up and the end
 * @param failure the first unexpected result, or null
 */
public record Outcome(List<Window> windows, long acknowledged, String failure) {}
