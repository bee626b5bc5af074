package io.kgen.protocols.users;

import io.kgen.protocols.sandbox.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** Holds whoever comes next, once it is shut, until the test opens it; those who come later pass. */
final class Gate {

    private Promise<Void> arrival;
    private Promise<Void> opening;
    private boolean shut;

    /** The next one to come is going to be held. */
    synchronized void shut() {
        arrival = Promise.promise();
        opening = Promise.promise();
        shut = true;
    }

    /** Returns when somebody is held. */
    void awaitArrival() {
        Await.result(arrival.future());
    }

    void open() {
        opening.complete();
    }

    /** At the end of a test. */
    synchronized void openIfShut() {
        shut = false;
        if (opening != null) {
            opening.tryComplete();
        }
    }

    synchronized <T> Future<T> pass(T carried) {
        if (!shut) {
            return Future.succeededFuture(carried);
        }
        shut = false;
        arrival.complete();
        return opening.future().map(carried);
    }
}
