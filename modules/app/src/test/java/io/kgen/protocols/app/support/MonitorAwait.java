package io.kgen.protocols.app.support;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits until a condition on the state behind a monitor holds, and fails the test after a deadline. */
public final class MonitorAwait {

    /** Much longer than any test waits, so that only a hanging load reaches it. */
    public static final long LIMIT_MILLIS = TimeUnit.MINUTES.toMillis(2);

    private MonitorAwait() {}

    /** Returns when the condition holds; the state behind it must notify the monitor of each change. */
    public static void until(Object monitor, BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);
        synchronized (monitor) {
            while (!condition.getAsBoolean()) {
                var left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("the condition did not hold within " + LIMIT_MILLIS + " ms");
                }
                TimeUnit.NANOSECONDS.timedWait(monitor, left);
            }
        }
    }
}
