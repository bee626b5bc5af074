package io.kgen.protocols.users;

import io.kgen.protocols.contracts.ServiceFailure;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** The test's own thread waiting for what happens on event loops. */
final class Await {

    private static final long TIMEOUT_SECONDS = 15;

    private Await() {}

    static <T> T result(Future<T> future) {
        try {
            return future.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no outcome within " + TIMEOUT_SECONDS + " s", e);
        }
    }

    static Throwable failure(Future<?> future) {
        return result(future.transform((value, failure) -> failure == null
                ? Future.failedFuture(new AssertionError("succeeded with " + value))
                : Future.succeededFuture(failure)));
    }

    static ServiceFailure serviceFailure(Future<?> future) {
        return (ServiceFailure) failure(future);
    }

    /** Asks again and again; each question should itself wait for something. */
    static void until(BooleanSupplier condition) {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not so within " + TIMEOUT_SECONDS + " s");
            }
        }
    }
}
