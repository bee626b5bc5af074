package io.kgen.protocols.bus;

import io.vertx.core.Promise;
import java.util.List;

/**
 * The calls of an operation in one tick of an event loop. They go to the handler on that loop in one message, because a
 * message and its reply cost more than most calls. Each call completes separately. A batch never leaves its event loop, and
 * does not change after it was sent.
 */
record CallBatch<Q extends Record, R extends Record>(List<PendingCall<Q, R>> calls) {

    /** One of the calls. Its promise fails with a {@link ServiceException} only. */
    record PendingCall<Q extends Record, R extends Record>(Q request, CallContext context, Promise<R> promise) {}
}
