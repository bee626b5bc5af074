package io.kgen.protocols.kstore;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The test's own thread waiting for what happens on event loops. */
final class Await {

    private static final long TIMEOUT_SECONDS = 10;

    private Await() {}

    static <T> T result(Future<T> future) {
        try {
            return future.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no outcome within " + TIMEOUT_SECONDS + " s", e);
        }
    }
}
