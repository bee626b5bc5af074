/** The reference points: plain Vert.x without a product. */
package io.kgen.protocols.benchmarks.bare;
