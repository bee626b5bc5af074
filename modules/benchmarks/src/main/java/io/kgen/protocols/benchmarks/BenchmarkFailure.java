package io.kgen.protocols.benchmarks;

/** Says in one sentence for a person why there is nothing to report. */
final class BenchmarkFailure extends RuntimeException {

    BenchmarkFailure(String message) {
        super(message);
    }

    BenchmarkFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
