package io.kgen.protocols.bus;

import io.vertx.core.Promise;
import java.util.List;

/**
 * The calls of an operation that one turn of an event loop has made. They travel to the instance on that loop in one
 * message, because the bus' own work for a message and its reply costs more than most of them; each is answered by itself,
 * as soon as it can be. Never leaves its event loop, and nothing touches it after it was sent.
 */
public record CallBatch<Q extends Record, R extends Record>(List<PendingCall<Q, R>> calls) {

    /** One of the calls, and where its answer goes; a failure is to be a {@link ServiceException}. */
    public record PendingCall<Q extends Record, R extends Record>(Q request, CallContext call, Promise<R> answer) {}
}
