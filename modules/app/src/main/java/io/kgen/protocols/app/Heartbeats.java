package io.kgen.protocols.app;

import io.micrometer.core.instrument.Timer;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Heartbeats of all event loops of a Vert.x, including the loop that accepts connections. An Error ends the thread of an
 * event loop for good while the process goes on, so only a task on the loop itself can show that it runs.
 */
final class Heartbeats {

    private final List<Heartbeat> heartbeats = new ArrayList<>();
    private final Duration maxAge;

    private Heartbeats(Duration maxAge) {
        this.maxAge = maxAge;
    }

    /** @param maxAge age of the last heartbeat after which a loop counts as blocked; longer than any pause of the garbage collector */
    static Heartbeats start(Vertx vertx, Duration every, Duration maxAge, Timer lag) {
        var started = new Heartbeats(maxAge);
        var netty = (VertxInternal) vertx;
        var loops = 0;
        for (var loop : netty.nettyEventLoopGroup()) {
            started.add("event loop " + ++loops, loop, every, lag);
        }
        for (var loop : netty.acceptorEventLoopGroup()) {
            started.add("the acceptor of connections", loop, every, lag);
        }
        return started;
    }

    private void add(String name, EventExecutor loop, Duration every, Timer lag) {
        heartbeats.add(new Heartbeat(name, loop, every, lag));
    }

    /** The problem of the first loop that does not run, as a sentence without a full stop; empty if all loops run. */
    Optional<String> problem() {
        return heartbeats.stream()
                .map(heartbeat -> heartbeat.problem(maxAge))
                .filter(Objects::nonNull)
                .findFirst();
    }

    void stop() {
        heartbeats.forEach(Heartbeat::stop);
    }

    private static final class Heartbeat {

        /** The size of one read from a busy connection. */
        private static final int BUFFER_BYTES = 64 * 1024;

        private final String name;
        private final Duration every;
        private final Timer lag;
        private final Future<?> task;
        private volatile long lastBeatNanos = System.nanoTime();
        private volatile boolean isOutOfMemory;

        Heartbeat(String name, EventExecutor loop, Duration every, Timer lag) {
            this.name = name;
            this.every = every;
            this.lag = lag;
            this.task = loop.scheduleWithFixedDelay(this::beat, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** Serving needs direct memory. Netty limits it by a counter of its own, which -XX:+ExitOnOutOfMemoryError does not see. */
        private void beat() {
            try {
                // Vert.x uses the same allocator for its connections.
                ByteBufAllocator.DEFAULT.directBuffer(BUFFER_BYTES).release();
                isOutOfMemory = false;
                var now = System.nanoTime();
                lag.record(Math.max(0, now - lastBeatNanos - every.toNanos()), TimeUnit.NANOSECONDS);
                lastBeatNanos = now;
            } catch (OutOfMemoryError e) {
                isOutOfMemory = true;
            }
        }

        /** Null if the loop runs. */
        String problem(Duration maxAge) {
            if (System.nanoTime() - lastBeatNanos <= maxAge.toNanos()) {
                return null;
            }
            var what = isOutOfMemory ? "has had no direct memory" : "has not run";
            return "%s %s for more than %d ms".formatted(name, what, maxAge.toMillis());
        }

        void stop() {
            task.cancel(false);
        }
    }
}
