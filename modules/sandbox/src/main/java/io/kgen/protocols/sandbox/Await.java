package io.kgen.protocols.sandbox;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A thread of the test's own, waiting for event loops and for other processes, and never for ever. */
public final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    public static <T> T result(Future<T> future) {
        try {
            return future.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no outcome within " + PATIENCE, e);
        }
    }

    public static Throwable failure(Future<?> future) {
        return result(future.transform((value, failure) -> failure == null
                ? Future.failedFuture(new AssertionError("succeeded with " + value))
                : Future.succeededFuture(failure)));
    }

    /** The failure as the type that the caller expects; a failure of another type fails the test. */
    public static <T extends Throwable> T failure(Future<?> future, Class<T> type) {
        var failure = failure(future);
        if (!type.isInstance(failure)) {
            throw new AssertionError("failed with " + failure + ", not with " + type.getSimpleName(), failure);
        }
        return type.cast(failure);
    }

    /** Asks again and again. */
    public static void until(BooleanSupplier condition) {
        if (!until(PATIENCE, condition)) {
            throw new AssertionError("not so within " + PATIENCE);
        }
    }

    /** False if it never was so. */
    static boolean until(Duration timeout, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
