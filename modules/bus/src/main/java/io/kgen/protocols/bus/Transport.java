package io.kgen.protocols.bus;

import io.vertx.core.Future;

/** Carries a call to a handler of its operation, and the reply back. A failure is a {@link ServiceException}. */
interface Transport {

    <Q extends Record, R extends Record> Future<R> call(Operation<Q, R> operation, Q request, CallContext context);
}
