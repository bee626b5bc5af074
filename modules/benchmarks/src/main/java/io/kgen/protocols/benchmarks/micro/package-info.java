/** Micro benchmarks: what one step of a request costs by itself. */
package io.kgen.protocols.benchmarks.micro;
