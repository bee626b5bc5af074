package io.kgen.protocols.analytics.events;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.LogFields;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event that is not committed yet, and the promise of its reply.
 *
 * @param key null if it has none
 * @param weight in characters
 * @param call of which it is an event; its caller times out at the deadline
 */
record PendingEvent(
        RecordEvent event, IdempotencyKey key, int weight, CallContext call, Promise<RecordEventReply> promise) {

    private static final Logger LOG = LoggerFactory.getLogger(PendingEvent.class);
    private static final RecordEventReply STORED = new RecordEventReply(WriteStatus.STORED);
    private static final RecordEventReply DUPLICATE = new RecordEventReply(WriteStatus.DUPLICATE);

    static PendingEvent of(RecordEvent event, CallContext call) {
        return new PendingEvent(event, IdempotencyKey.of(event), weight(event), call, Promise.promise());
    }

    /** {@link System#nanoTime()} at which its caller times out. */
    long deadline() {
        return call.deadline();
    }

    long nanosLeft(long now) {
        return deadline() - now;
    }

    Future<RecordEventReply> reply() {
        return promise.future();
    }

    void complete(AppendResult result) {
        switch (result) {
            case STORED -> completeSafely(() -> promise.tryComplete(STORED));
            case DUPLICATE -> completeSafely(() -> promise.tryComplete(DUPLICATE));
            case CONFLICT ->
                fail(new ServiceException(FailureCode.CONFLICT, "this key was used before, with other content"));
            case UNKNOWN ->
                fail(ServiceException.unavailable("could not verify this idempotency key, try again", null));
        }
    }

    /** Has no effect if the event is complete, as part of the first half of its group may be. */
    void fail(Throwable failure) {
        completeSafely(() -> promise.tryFail(failure));
    }

    /** An exception in a caller's callback must not affect other callers or the next group. */
    private void completeSafely(Runnable completion) {
        try {
            completion.run();
        } catch (RuntimeException e) {
            LogFields.add(LOG.atError(), call).setCause(e).log("a completion callback threw");
        }
    }

    private static int weight(RecordEvent event) {
        return event.player().issuer().length()
                + event.player().userId().length()
                + event.eventId().length()
                + event.attributes().json().length()
                + length(event.key())
                + length(event.occurredAt());
    }

    private static int length(String optional) {
        return optional == null ? 0 : optional.length();
    }
}
