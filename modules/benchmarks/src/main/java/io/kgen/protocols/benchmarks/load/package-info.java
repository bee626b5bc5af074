/** The load generator: a separate process, the same for every measured server. */
package io.kgen.protocols.benchmarks.load;
