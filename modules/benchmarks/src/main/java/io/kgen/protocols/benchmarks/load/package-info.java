/** The load generator: a process of its own, the same for every server that is measured. */
package io.kgen.protocols.benchmarks.load;
