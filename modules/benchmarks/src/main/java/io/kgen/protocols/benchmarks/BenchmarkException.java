package io.kgen.protocols.benchmarks;

/** Says in one sentence for a person why there is nothing to report. */
final class BenchmarkException extends RuntimeException {

    BenchmarkException(String message) {
        super(message);
    }

    BenchmarkException(String message, Throwable cause) {
        super(message, cause);
    }
}
