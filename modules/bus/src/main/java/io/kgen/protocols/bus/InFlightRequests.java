package io.kgen.protocols.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts requests in flight. Thread-safe, because some requests finish on another thread than they started on. */
final class InFlightRequests {

    /** Starts at 1, so that the count cannot reach 0 before {@link #drained()} is called. */
    private final AtomicInteger count = new AtomicInteger(1);

    private final Promise<Void> drained = Promise.promise();

    void started() {
        count.incrementAndGet();
    }

    void finished() {
        if (count.decrementAndGet() == 0) {
            drained.tryComplete();
        }
    }

    /** Succeeds when no request is in flight. To be called once, when no request starts any more. */
    Future<Void> drained() {
        finished();
        return drained.future();
    }
}
