/** Micro benchmarks: the cost of one step of a request. */
package io.kgen.protocols.benchmarks.micro;
