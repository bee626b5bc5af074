package io.kgen.protocols.sandbox;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Blocks the test thread until a result or a condition is available, for at most 15 seconds. */
public final class Await {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Await() {}

    public static <T> T result(Future<T> future) {
        try {
            return future.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no result within " + TIMEOUT, e);
        }
    }

    public static Throwable failure(Future<?> future) {
        return result(future.transform((value, failure) -> failure == null
                ? Future.failedFuture(new AssertionError("succeeded with " + value))
                : Future.succeededFuture(failure)));
    }

    /** Returns the failure as the expected type; a failure of another type fails the test. */
    public static <T extends Throwable> T failure(Future<?> future, Class<T> type) {
        var failure = failure(future);
        if (!type.isInstance(failure)) {
            throw new AssertionError("failed with " + failure + ", not with " + type.getSimpleName(), failure);
        }
        return type.cast(failure);
    }

    /** Polls the condition and fails the test if it is still false after the timeout. */
    public static void until(BooleanSupplier condition) {
        if (!until(TIMEOUT, condition)) {
            throw new AssertionError("the condition is still false after " + TIMEOUT);
        }
    }

    /** Polls the condition; false if it did not become true before the timeout. */
    static boolean until(Duration timeout, BooleanSupplier condition) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(POLL_INTERVAL_NANOS);
        }
        return true;
    }
}
