package io.kgen.protocols.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what has begun and not ended yet; from any thread, because some of it ends on another than it began on. */
final class InFlightRequests {

    /** One more than there are, until somebody waits for the end. */
    private final AtomicInteger count = new AtomicInteger(1);

    private final Promise<Void> over = Promise.promise();

    void begin() {
        count.incrementAndGet();
    }

    void end() {
        if (count.decrementAndGet() == 0) {
            over.tryComplete();
        }
    }

    /** Succeeds when there is nothing any more; asked once, when nothing begins any more. */
    Future<Void> over() {
        end();
        return over.future();
    }
}
