package io.kgen.protocols.bus;

import java.time.Duration;
import java.util.UUID;

/**
 * The metadata of a call: the id of the request that caused it, and its deadline.
 *
 * @param requestId identifies the external request in the logs of all nodes
 * @param traceparent the W3C trace context, or null
 * @param deadline {@link System#nanoTime()} after which the caller no longer waits; over the bus it is sent as remaining time
 */
public record CallContext(String requestId, String traceparent, long deadline) {

    /** The message header with the request id. */
    public static final String REQUEST_ID = "request-id";

    /** The message header with the trace context. */
    public static final String TRACEPARENT = "traceparent";

    /** The message header with the milliseconds that the caller waits; relative, because the clocks of two nodes differ. */
    public static final String TIMEOUT = "timeout-ms";

    private static final long UNBOUNDED = Duration.ofDays(1).toNanos();

    /** Without a deadline, so the timeout of each operation applies. */
    public static CallContext of(String requestId, String traceparent) {
        return new CallContext(requestId, traceparent, System.nanoTime() + UNBOUNDED);
    }

    /** The context of a call that no external request caused; it has a new request id. */
    public static CallContext root() {
        return of(UUID.randomUUID().toString(), null);
    }

    static CallContext withTimeout(String requestId, String traceparent, long millis) {
        return new CallContext(
                requestId,
                traceparent,
                System.nanoTime() + Duration.ofMillis(millis).toNanos());
    }

    /** This context with the earlier one of the two deadlines. */
    public CallContext noLaterThan(long otherDeadline) {
        return deadline - otherDeadline <= 0 ? this : new CallContext(requestId, traceparent, otherDeadline);
    }

    /** At least one millisecond, so that a call after its deadline fails by a timeout and not by an invalid argument. */
    public long remainingMillis() {
        return Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
    }
}
