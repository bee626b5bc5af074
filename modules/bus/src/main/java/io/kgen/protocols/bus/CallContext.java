package io.kgen.protocols.bus;

import java.time.Duration;
import java.util.UUID;

/**
 * What travels beside a request: who asked, for the logs, and until when an answer is of use.
 *
 * @param requestId names the request of the outside world in every log line about it
 * @param traceparent the W3C trace context, or null
 * @param deadline {@link System#nanoTime()} after which nobody waits any more; it crosses the bus as remaining time
 */
public record CallContext(String requestId, String traceparent, long deadline) {

    private static final long UNBOUNDED = Duration.ofDays(1).toNanos();

    /** A call without a deadline of its own: each operation's timeout applies. */
    public static CallContext of(String requestId, String traceparent) {
        return new CallContext(requestId, traceparent, System.nanoTime() + UNBOUNDED);
    }

    /** A call that starts here, not on behalf of a request. */
    public static CallContext fresh() {
        return of(UUID.randomUUID().toString(), null);
    }

    static CallContext within(String requestId, String traceparent, long millis) {
        return new CallContext(
                requestId,
                traceparent,
                System.nanoTime() + Duration.ofMillis(millis).toNanos());
    }

    /** This call, for somebody who waits no longer than that. */
    public CallContext noLaterThan(long otherDeadline) {
        return deadline - otherDeadline <= 0 ? this : new CallContext(requestId, traceparent, otherDeadline);
    }

    /** Milliseconds left, never less than one: a call past its deadline fails by time-out, not by a bad argument. */
    public long remainingMillis() {
        return Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
    }
}
