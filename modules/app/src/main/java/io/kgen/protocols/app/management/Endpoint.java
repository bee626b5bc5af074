package io.kgen.protocols.app.management;

import io.vertx.core.Future;

/** Answers the requests of one route. It must not block; a failure is a {@code ServiceException}, anything else a bug. */
@FunctionalInterface
public interface Endpoint {

    Future<Reply> handle(Request request);
}
