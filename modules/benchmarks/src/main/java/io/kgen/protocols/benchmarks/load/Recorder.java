package io.kgen.protocols.benchmarks.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What the connections of one event loop see; touched by that event loop only. */
final class Recorder {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 3;

    private final int expected;
    private Histogram latencies = empty();
    private long acknowledged;
    private String fault;

    Recorder(int expected) {
        this.expected = expected;
    }

    static Histogram empty() {
        return new Histogram(LONGEST, DIGITS);
    }

    void answered(int status, long nanos, ResponseReader response) {
        latencies.recordValue(Math.min(nanos, LONGEST));
        if (status == expected) {
            acknowledged++;
        } else {
            broken("answered " + status + ": " + response.text());
        }
    }

    /** The first fault is the one that is told. */
    void broken(String what) {
        fault = fault == null ? what : fault;
    }

    /** What was seen since the last call. */
    Histogram take() {
        var taken = latencies;
        latencies = empty();
        return taken;
    }

    long acknowledged() {
        return acknowledged;
    }

    String fault() {
        return fault;
    }
}
