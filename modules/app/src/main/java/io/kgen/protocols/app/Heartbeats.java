package io.kgen.protocols.app;

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
 * Heartbeats of all event loops of a Vert.x, the acceptor's included. An Error ends an event loop's thread for good while the
 * process goes on, so that only the loop itself can show that it runs.
 */
final class Heartbeats {

    private final List<Heartbeat> heartbeats = new ArrayList<>();
    private final Duration maxAge;

    private Heartbeats(Duration maxAge) {
        this.maxAge = maxAge;
    }

    /** @param maxAge after how long without a heartbeat a loop counts as stuck; longer than any pause of the garbage collector */
    static Heartbeats start(Vertx vertx, Duration every, Duration maxAge) {
        var started = new Heartbeats(maxAge);
        var netty = (VertxInternal) vertx;
        var loops = 0;
        for (var loop : netty.nettyEventLoopGroup()) {
            started.add("event loop " + ++loops, loop, every);
        }
        for (var loop : netty.acceptorEventLoopGroup()) {
            started.add("the acceptor of connections", loop, every);
        }
        return started;
    }

    private void add(String name, EventExecutor loop, Duration every) {
        heartbeats.add(new Heartbeat(name, loop, every));
    }

    /** What is wrong with the first loop that does not serve, as a sentence; empty if all of them do. */
    Optional<String> fault() {
        return heartbeats.stream()
                .map(heartbeat -> heartbeat.fault(maxAge))
                .filter(Objects::nonNull)
                .findFirst();
    }

    void stop() {
        heartbeats.forEach(Heartbeat::stop);
    }

    private static final class Heartbeat {

        /** What a loop reads from a busy connection at once. */
        private static final int BUFFER_BYTES = 64 * 1024;

        private final String name;
        private final Future<?> task;
        private volatile long goodNanos = System.nanoTime();
        private volatile boolean isOutOfMemory;

        Heartbeat(String name, EventExecutor loop, Duration every) {
            this.name = name;
            this.task = loop.scheduleWithFixedDelay(this::beat, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** Serving takes direct memory, and of that, Netty keeps an account that -XX:+ExitOnOutOfMemoryError does not see. */
        private void beat() {
            try {
                // The allocator that Vert.x gives to its connections.
                ByteBufAllocator.DEFAULT.directBuffer(BUFFER_BYTES).release();
                isOutOfMemory = false;
                goodNanos = System.nanoTime();
            } catch (OutOfMemoryError e) {
                isOutOfMemory = true;
            }
        }

        /** Null if there is none. */
        String fault(Duration maxAge) {
            if (System.nanoTime() - goodNanos <= maxAge.toNanos()) {
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
