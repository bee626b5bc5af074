package io.kgen.protocols.benchmarks.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Records the responses on one event loop. Confined to that event loop. */
final class Recorder {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 3;

    private final int expected;
    private Histogram latencies = empty();
    private long acknowledged;
    private String failure;

    Recorder(int expected) {
        this.expected = expected;
    }

    static Histogram empty() {
        return new Histogram(LONGEST, DIGITS);
    }

    void onResponse(int status, long nanos, ResponseReader response) {
        latencies.recordValue(Math.min(nanos, LONGEST));
        if (status == expected) {
            acknowledged++;
        } else {
            broken("status " + status + ": " + response.text());
        }
    }

    /** Only the first failure is reported. */
    void broken(String what) {
        failure = failure == null ? what : failure;
    }

    /** The responses since the last call. */
    Histogram take() {
        var taken = latencies;
        latencies = empty();
        return taken;
    }

    long acknowledged() {
        return acknowledged;
    }

    String failure() {
        return failure;
    }
}
