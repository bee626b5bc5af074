package io.kgen.protocols.users;

import io.kgen.protocols.sandbox.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A gate that, once closed, blocks the next operation until the test opens it; later operations pass. */
final class Gate {

    private Promise<Void> arrival;
    private Promise<Void> opening;
    private boolean closed;

    /** Blocks the next operation. */
    synchronized void close() {
        arrival = Promise.promise();
        opening = Promise.promise();
        closed = true;
    }

    /** Returns when an operation is blocked. */
    void awaitArrival() {
        Await.result(arrival.future());
    }

    void open() {
        opening.complete();
    }

    /** Opens the gate at the end of a test, whether it is closed or not. */
    synchronized void openIfClosed() {
        closed = false;
        if (opening != null) {
            opening.tryComplete();
        }
    }

    synchronized <T> Future<T> pass(T value) {
        if (!closed) {
            return Future.succeededFuture(value);
        }
        closed = false;
        arrival.complete();
        return opening.future().map(value);
    }
}
