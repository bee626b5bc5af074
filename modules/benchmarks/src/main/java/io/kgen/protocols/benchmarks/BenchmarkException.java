package io.kgen.protocols.benchmarks;

/** The reason, in one sentence, why there is nothing to report. */
final class BenchmarkException extends RuntimeException {

    BenchmarkException(String message) {
        super(message);
    }

    BenchmarkException(String message, Throwable cause) {
        super(message, cause);
    }
}
