package io.kgen.protocols.postgres;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of one pool: of the clients that the instances of a verticle use. Thread-safe. */
public final class PostgresMeters {

    private final AtomicInteger inFlight = new AtomicInteger();
    private final Counter refused;

    /**
     * Registers the meters of a pool.
     *
     * @param pool the label of its series
     */
    public PostgresMeters(MeterRegistry registry, String pool) {
        Gauge.builder("postgres.statements.in.flight", inFlight, AtomicInteger::get)
                .description("Statements that wait for their result")
                .tag("pool", pool)
                .strongReference(true)
                .register(registry);
        refused = Counter.builder("postgres.statements.refused")
                .description("Statements that failed at once, because too many were in flight")
                .tag("pool", pool)
                .register(registry);
    }

    void started() {
        inFlight.incrementAndGet();
    }

    void finished() {
        inFlight.decrementAndGet();
    }

    void refused() {
        refused.increment();
    }
}
