package io.kgen.protocols.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Whether the node runs with the configuration that its files contain. */
final class ReloadMetrics {

    /** The outcome of an attempt to reload the configuration. */
    enum Outcome {
        APPLIED,
        /** The files were read and contain what is in use. */
        UNCHANGED,
        /** The configuration is not valid, so the old one is kept. */
        REFUSED,
        /** The configuration is valid, but a part of the node could not take it, so the old one was restored. */
        FAILED;

        boolean isSuccess() {
            return this == APPLIED || this == UNCHANGED;
        }
    }

    private final Map<Outcome, Counter> reloads = new EnumMap<>(Outcome.class);
    private volatile boolean succeeded = true;
    private volatile double succeededAt = now();

    ReloadMetrics(MeterRegistry meters) {
        Arrays.stream(Outcome.values()).forEach(outcome -> reloads.put(outcome, counter(meters, outcome)));
        Gauge.builder("config.reload.success", this, metrics -> metrics.succeeded ? 1 : 0)
                .description("1 if the last reload of the configuration succeeded, 0 if its files are broken")
                .register(meters);
        Gauge.builder("config.reload.timestamp", this, metrics -> metrics.succeededAt)
                .description("When the configuration was last read successfully, in seconds since 1970")
                .baseUnit("seconds")
                .register(meters);
    }

    private static Counter counter(MeterRegistry meters, Outcome outcome) {
        return Counter.builder("config.reloads")
                .description("Attempts to reload the configuration")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    void count(Outcome outcome) {
        reloads.get(outcome).increment();
        succeeded = outcome.isSuccess();
        if (succeeded) {
            succeededAt = now();
        }
    }

    private static double now() {
        return System.currentTimeMillis() / 1_000.0;
    }
}
