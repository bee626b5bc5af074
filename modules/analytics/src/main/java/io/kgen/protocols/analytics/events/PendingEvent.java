package io.kgen.protocols.analytics.events;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event, and its caller who waits for the answer.
 *
 * @param key null if it has none
 * @param weight in characters
 * @param deadline {@link System#nanoTime()} after which the caller waits no more
 */
record PendingEvent(
        RecordEvent event, IdempotencyKey key, int weight, long deadline, Promise<RecordEventReply> promise) {

    private static final Logger LOG = LoggerFactory.getLogger(PendingEvent.class);
    private static final RecordEventReply STORED = new RecordEventReply(WriteStatus.STORED);
    private static final RecordEventReply DUPLICATE = new RecordEventReply(WriteStatus.DUPLICATE);

    static PendingEvent forAnswer(RecordEvent event, long deadline) {
        return new PendingEvent(event, IdempotencyKey.of(event), weight(event), deadline, Promise.promise());
    }

    /** Time that its caller still waits, in nanoseconds. */
    long left(long now) {
        return deadline - now;
    }

    Future<RecordEventReply> answer() {
        return promise.future();
    }

    void settled(AppendResult outcome) {
        switch (outcome) {
            case STORED -> apart(() -> promise.tryComplete(STORED));
            case DUPLICATE -> apart(() -> promise.tryComplete(DUPLICATE));
            case CONFLICT ->
                failed(new ServiceException(FailureCode.CONFLICT, "this key was used before, with other content"));
            case UNKNOWN -> failed(ServiceException.unavailable("what this key stands for could not be read", null));
        }
    }

    /** Unless it is settled, by an earlier part of its group. */
    void failed(Throwable failure) {
        apart(() -> promise.tryFail(failure));
    }

    /** A caller that cannot take its answer keeps neither its neighbours from theirs nor the next group from its turn. */
    private static void apart(Runnable answering) {
        try {
            answering.run();
        } catch (RuntimeException e) {
            LOG.error("a caller could not take its answer", e);
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
