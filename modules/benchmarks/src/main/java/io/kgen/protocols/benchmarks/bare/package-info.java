/** The reference points: what bare Vert.x parts reach without a product around them. */
package io.kgen.protocols.benchmarks.bare;
