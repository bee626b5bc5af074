package io.kgen.protocols.contracts;

import io.vertx.core.Promise;
import java.util.List;

/**
 * The calls of an operation that one turn of an event loop has made. They travel to the instance on that loop in one
 * message, because the bus' own work for a message and its reply costs more than most of them; each is answered by itself,
 * as soon as it can be. Never leaves its event loop, and nothing touches it after it was sent.
 */
public record Gathered<Q extends Record, R extends Record>(List<Asked<Q, R>> calls) {

    /** One of the calls, and where its answer goes; a failure is to be a {@link ServiceFailure}. */
    public record Asked<Q extends Record, R extends Record>(Q request, Call call, Promise<R> answer) {}
}
