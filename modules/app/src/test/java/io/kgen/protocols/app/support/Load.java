package io.kgen.protocols.app.support;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A closed loop: each connection sends its next request when the last one is answered, until there is no next one, it loses
 * its connection or the load is stopped.
 */
public final class Load implements AutoCloseable {

    /**
     * What became of a request.
     *
     * @param status of the answer, or one of the constants of {@link PlainConnection}
     */
    public record Exchange(String id, int status, Duration took) {}

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int port;
    private final Supplier<LoadRequest> requests;
    private final List<Exchange> exchanges = new ArrayList<>();
    private final Map<Integer, Integer> counts = new HashMap<>();
    private final List<Thread> loops;
    private volatile boolean stopped;

    private Load(int port, int connections, Supplier<LoadRequest> requests) {
        this.port = port;
        this.requests = requests;
        this.loops = Stream.generate(() -> new Thread(this::loop, "load"))
                .limit(connections)
                .toList();
    }

    /** A null from {@code requests} means that there are no more. */
    public static Load start(int port, int connections, Supplier<LoadRequest> requests) {
        var load = new Load(port, connections, requests);
        load.loops.forEach(Thread::start);
        return load;
    }

    /** Returns when so many more answers of the status have come. */
    public synchronized void await(int status, int more) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var enough = counts.getOrDefault(status, 0) + more;
        while (counts.getOrDefault(status, 0) < enough) {
            var left = deadline - System.nanoTime();
            if (left <= 0 || isOver()) {
                throw new AssertionError(more + " more answers of status " + status + " did not come: " + statuses());
            }
            // Now and then it looks whether anybody is still there to answer.
            TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }

    public boolean isOver() {
        return loops.stream().noneMatch(Thread::isAlive);
    }

    /** Returns when every connection is through with its last exchange. */
    public Load stop() throws InterruptedException {
        stopped = true;
        return join();
    }

    /** Returns when there are no more requests or no more connections. */
    public Load join() throws InterruptedException {
        for (var loop : loops) {
            loop.join();
        }
        return this;
    }

    public synchronized List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** How many exchanges ended in which status. */
    public synchronized Map<Integer, Integer> statuses() {
        return Map.copyOf(counts);
    }

    /** The ids of the requests that were answered with 200. */
    public List<String> acknowledged() {
        return exchanges().stream()
                .filter(exchange -> exchange.status() == 200)
                .map(Exchange::id)
                .toList();
    }

    /** What {@code percent} of the exchanges took at most. */
    public Duration percentile(int percent) {
        var times = exchanges().stream().map(Exchange::took).sorted().toList();
        return times.get((times.size() - 1) * percent / 100);
    }

    /** Its connections end by themselves, each with its last exchange. */
    @Override
    public void close() {
        stopped = true;
    }

    private void loop() {
        try (var connection = new PlainConnection(port)) {
            var isOpen = true;
            while (isOpen) {
                var request = stopped ? null : requests.get();
                isOpen = request != null && exchange(connection, request) > 0;
            }
        } catch (IOException refused) {
            // A connection that there never was: nothing was asked.
        }
    }

    private int exchange(PlainConnection connection, LoadRequest request) {
        var sent = System.nanoTime();
        var status = connection.exchange(request.text());
        add(new Exchange(request.id(), status, Duration.ofNanos(System.nanoTime() - sent)));
        return status;
    }

    private synchronized void add(Exchange exchange) {
        exchanges.add(exchange);
        counts.merge(exchange.status(), 1, Integer::sum);
        notifyAll();
    }
}
