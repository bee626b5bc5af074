package io.kgen.protocols.users.redis;

import io.kgen.protocols.platform.LatencyTimer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.redis.client.Command;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The meters of the clients that the instances of one verticle use. Thread-safe. */
public final class RedisMeters {

    /** Why a command has no result. */
    enum Failure {
        NOT_CONNECTED,
        OVERLOADED,
        TIMEOUT,
        /** Redis has rejected the command. */
        REJECTED,
        /** The connection was lost. */
        NETWORK
    }

    private final MeterRegistry registry;
    private final String client;
    private final AtomicInteger connections;
    private final AtomicInteger inFlight;
    private final Map<Failure, Counter> failures = new EnumMap<>(Failure.class);
    private final Map<Command, Timer> commands;

    /**
     * Registers the meters.
     *
     * @param client the label of the series
     */
    public RedisMeters(MeterRegistry registry, String client) {
        this.registry = registry;
        this.client = client;
        connections = gauge("redis.connections", "Connections that are used");
        inFlight = gauge("redis.commands.in.flight", "Commands, and reads of a batch, that wait for their reply");
        for (var failure : Failure.values()) {
            failures.put(failure, failures(failure));
        }
        commands = Stream.of(Command.MGET, Command.SET, Command.EVAL)
                .collect(Collectors.toUnmodifiableMap(Function.identity(), this::timer));
    }

    private AtomicInteger gauge(String name, String description) {
        var value = new AtomicInteger();
        Gauge.builder(name, value, AtomicInteger::get)
                .description(description)
                .tag("client", client)
                .strongReference(true)
                .register(registry);
        return value;
    }

    private Counter failures(Failure failure) {
        return Counter.builder("redis.command.failures")
                .description("Commands without a result")
                .tags("client", client, "kind", failure.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    private Timer timer(Command command) {
        return LatencyTimer.named("redis.command.duration", "Time from a command to its reply, or its failure")
                .tags("client", client, "command", command.toString().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    void connected() {
        connections.incrementAndGet();
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    void started() {
        inFlight.incrementAndGet();
    }

    void finished(int commands) {
        inFlight.addAndGet(-commands);
    }

    void completed(Command command, long startedAt) {
        var timer = commands.get(command);
        if (timer != null) {
            timer.record(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
        }
    }

    void failed(Failure failure) {
        failures.get(failure).increment();
    }
}
