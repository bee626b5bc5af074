/** The comparison that {@code ./benchmarks} runs: contenders, scenarios, goals and the report. */
package io.kgen.protocols.benchmarks;
