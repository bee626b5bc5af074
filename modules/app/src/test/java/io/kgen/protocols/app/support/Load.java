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
 * A closed loop: each connection sends its next request after the previous response, until no request is left, the
 * connection is lost or the load is stopped.
 */
public final class Load implements AutoCloseable {

    /**
     * The outcome of a request.
     *
     * @param status of the response, or one of the constants of {@link PlainConnection}
     */
    public record Exchange(String id, int status, Duration took) {}

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

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

    /** The load ends when {@code requests} returns null. */
    public static Load start(int port, int connections, Supplier<LoadRequest> requests) {
        var load = new Load(port, connections, requests);
        load.loops.forEach(Thread::start);
        return load;
    }

    /** Returns when the given number of further responses with the status have arrived. */
    public synchronized void await(int status, int more) throws InterruptedException {
        var deadline = System.nanoTime() + TIMEOUT.toNanos();
        var enough = counts.getOrDefault(status, 0) + more;
        while (counts.getOrDefault(status, 0) < enough) {
            var left = deadline - System.nanoTime();
            if (left <= 0 || hasEnded()) {
                throw new AssertionError(
                        more + " more responses of status " + status + " did not arrive: " + statuses());
            }
            // Wakes up every second to check whether the load is still running.
            TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }

    public boolean hasEnded() {
        return loops.stream().noneMatch(Thread::isAlive);
    }

    /** Stops the load and returns when every connection has finished its last exchange. */
    public Load stop() throws InterruptedException {
        stopped = true;
        return join();
    }

    /** Returns when no requests or no connections are left. */
    public Load join() throws InterruptedException {
        for (var loop : loops) {
            loop.join();
        }
        return this;
    }

    public synchronized List<Exchange> exchanges() {
        return List.copyOf(exchanges);
    }

    /** Returns the number of exchanges for each status. */
    public synchronized Map<Integer, Integer> statuses() {
        return Map.copyOf(counts);
    }

    /** Returns the ids of the requests with status 200. */
    public List<String> acknowledged() {
        return exchanges().stream()
                .filter(exchange -> exchange.status() == 200)
                .map(Exchange::id)
                .toList();
    }

    /** Returns the given percentile of the response times. */
    public Duration percentile(int percent) {
        var times = exchanges().stream().map(Exchange::took).sorted().toList();
        return times.get((times.size() - 1) * percent / 100);
    }

    /** Each connection ends after its current exchange. */
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
            // The connection was refused: no request was sent.
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
