package io.kgen.protocols.postgres;

import io.kgen.protocols.platform.LatencyTimer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of one pool: of the clients that the instances of a verticle use. Thread-safe. */
public final class PostgresMeters {

    private final MeterRegistry registry;
    private final String pool;
    private final AtomicInteger connections;
    private final AtomicInteger inFlight;
    private final AtomicInteger queued;
    private final Counter refused;
    private final Counter rejected;
    private final Counter timeouts;
    private final Counter unavailable;
    private final Timer other;
    /** By the text of the statement; the one that varies with its filters has its name here. */
    private final Map<String, Timer> statements = new ConcurrentHashMap<>();

    /**
     * Registers the meters of a pool.
     *
     * @param pool the label of its series
     */
    public PostgresMeters(MeterRegistry registry, String pool) {
        this.registry = registry;
        this.pool = pool;
        connections = gauge("postgres.connections", "Open connections");
        inFlight = gauge("postgres.statements.in.flight", "Statements that wait for their result");
        queued = gauge("postgres.statements.queued", "Statements in flight behind another one of their connection");
        refused = failures("refused");
        rejected = failures("rejected");
        timeouts = failures("timeout");
        unavailable = failures("unavailable");
        other = timer("other");
    }

    private AtomicInteger gauge(String name, String description) {
        var value = new AtomicInteger();
        Gauge.builder(name, value, AtomicInteger::get)
                .description(description)
                .tag("pool", pool)
                .strongReference(true)
                .register(registry);
        return value;
    }

    private Counter failures(String kind) {
        return Counter.builder("postgres.statement.failures")
                .description("Statements without a result")
                .tags("pool", pool, "kind", kind)
                .register(registry);
    }

    private Timer timer(String statement) {
        return LatencyTimer.named(
                        "postgres.statement.duration", "Time from the statement to its result, or its failure")
                .tag("statement", statement)
                .register(registry);
    }

    void measure(String name, String sql) {
        statements.computeIfAbsent(sql, text -> timer(name));
    }

    void connected() {
        connections.incrementAndGet();
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    /** @param isQueued whether another statement is in flight on its connection */
    void started(boolean isQueued) {
        inFlight.incrementAndGet();
        if (isQueued) {
            queued.incrementAndGet();
        }
    }

    /** @param wasQueued whether another statement of the connection is in flight still */
    void finished(boolean wasQueued) {
        inFlight.decrementAndGet();
        if (wasQueued) {
            queued.decrementAndGet();
        }
    }

    void completed(PostgresStatement statement) {
        statements
                .getOrDefault(statement.measuredAs(), other)
                .record(System.nanoTime() - statement.startedAt(), TimeUnit.NANOSECONDS);
    }

    void refused() {
        refused.increment();
    }

    /** @param failure as the caller gets it, and its cause */
    void failed(Throwable failure, Throwable cause) {
        if (failure instanceof StatementRejectedException) {
            rejected.increment();
        } else if (cause instanceof TimeoutException) {
            timeouts.increment();
        } else {
            unavailable.increment();
        }
    }
}
