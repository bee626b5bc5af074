package io.kgen.protocols.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** When a task that a node repeats has last succeeded, and how often it has failed. Thread-safe. */
public final class TaskMeters {

    private final AtomicLong succeededAt = new AtomicLong();
    private final Counter failures;

    /**
     * Registers the meters.
     *
     * @param task the label of the series
     */
    public TaskMeters(MeterRegistry registry, String task) {
        TimeGauge.builder("task.last.success.timestamp", succeededAt, TimeUnit.MILLISECONDS, AtomicLong::get)
                .description("When the task has last succeeded, since 1970; 0 if never")
                .tag("task", task)
                .strongReference(true)
                .register(registry);
        failures = Counter.builder("task.failures")
                .description("Runs of the task that failed")
                .tag("task", task)
                .register(registry);
    }

    /** Counts the outcome of one run. */
    public <T> Future<T> observe(Future<T> run) {
        return run.onComplete((result, failure) -> {
            if (failure == null) {
                succeededAt.set(System.currentTimeMillis());
            } else {
                failures.increment();
            }
        });
    }
}
