package io.kgen.protocols.bus;

import java.time.Duration;
import java.util.UUID;

/**
 * The metadata of a call: the id of the request that caused it, who asked for it, and its deadline.
 *
 * @param requestId identifies the external request in the logs of all nodes
 * @param traceparent the W3C trace context, or null
 * @param caller on whose behalf the call is made, for the audit log
 * @param deadline {@link System#nanoTime()} after which the caller no longer waits; over the bus it is sent as remaining time
 */
public record CallContext(String requestId, String traceparent, Caller caller, long deadline) {

    /** The message header with the request id. */
    public static final String REQUEST_ID = "request-id";

    /** The message header with the trace context. */
    public static final String TRACEPARENT = "traceparent";

    /** The message header with the caller, as {@link Caller#toString()}. */
    public static final String CALLER = "caller";

    /** The message header with the milliseconds that the caller waits; relative, because the clocks of two nodes differ. */
    public static final String TIMEOUT = "timeout-ms";

    private static final long UNBOUNDED = Duration.ofDays(1).toNanos();

    /** Of a caller that does not say its name. */
    public CallContext(String requestId, String traceparent, long deadline) {
        this(requestId, traceparent, Caller.UNKNOWN, deadline);
    }

    /** Without a deadline, so the timeout of each operation applies; of a caller that does not say its name. */
    public static CallContext of(String requestId, String traceparent) {
        return of(requestId, traceparent, Caller.UNKNOWN);
    }

    /** Without a deadline, so the timeout of each operation applies. */
    public static CallContext of(String requestId, String traceparent, Caller caller) {
        return new CallContext(requestId, traceparent, caller, System.nanoTime() + UNBOUNDED);
    }

    /** The context of a call that no external request caused; it has a new request id, and its caller is unknown. */
    public static CallContext root() {
        return of(UUID.randomUUID().toString(), null);
    }

    /** This context with another caller: {@code CallContext.root().from(Caller.service("tournament"))}. */
    public CallContext from(Caller other) {
        return new CallContext(requestId, traceparent, other, deadline);
    }

    /** This context as a part of this span, for calls that the span causes. */
    public CallContext in(Tracing.Span span) {
        return new CallContext(requestId, span.traceparent(), caller, deadline);
    }

    static CallContext withTimeout(String requestId, String traceparent, Caller caller, long millis) {
        return new CallContext(
                requestId,
                traceparent,
                caller,
                System.nanoTime() + Duration.ofMillis(millis).toNanos());
    }

    /** This context with the earlier one of the two deadlines. */
    public CallContext noLaterThan(long otherDeadline) {
        return deadline - otherDeadline <= 0 ? this : new CallContext(requestId, traceparent, caller, otherDeadline);
    }

    /** At least one millisecond, so that a call after its deadline fails by a timeout and not by an invalid argument. */
    public long remainingMillis() {
        return remainingMillis(System.nanoTime());
    }

    long remainingMillis(long now) {
        return Math.max(1, (deadline - now) / 1_000_000);
    }
}
