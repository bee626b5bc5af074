package io.kgen.protocols.app.support;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Sends the requests of a player while a node is attacked: on a kept connection, and on a new connection for each
 * request. It also sends {@code /live} to the management listener.
 */
public final class PlayerProbe implements AutoCloseable {

    private static final long PAUSE_MILLIS = 50;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String KEPT = "kept connection";
    private static final String NEW = "new connection";
    private static final String LIVE = "live";
    private static final List<String> CONNECTION_KINDS = List.of(KEPT, NEW, LIVE);

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3);
    private final Map<String, Integer> answers = new HashMap<>();
    private final List<Duration> times = new ArrayList<>();
    private PlainConnection kept;

    public static PlayerProbe of(int httpPort, int managementPort) {
        var probe = new PlayerProbe();
        var requests = LoadRequest.dropsAndReads("probe");
        probe.repeat(() -> probe.requestOnKeptConnection(httpPort, requests));
        probe.repeat(() -> probe.requestOnNewConnection(NEW, httpPort, requests));
        probe.repeat(() -> probe.requestOnNewConnection(LIVE, managementPort, LoadRequest::live));
        return probe;
    }

    private void repeat(Runnable task) {
        var unused = threads.scheduleWithFixedDelay(task, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void requestOnKeptConnection(int port, Supplier<LoadRequest> requests) {
        try {
            if (kept == null) {
                kept = new PlainConnection(port);
            }
            if (exchange(KEPT, kept, requests.get()) <= 0) {
                kept.close();
                kept = null;
            }
        } catch (IOException refused) {
            add(KEPT + ": refused", Duration.ZERO);
        }
    }

    private void requestOnNewConnection(String what, int port, Supplier<LoadRequest> requests) {
        try (var connection = new PlainConnection(port)) {
            exchange(what, connection, requests.get());
        } catch (IOException refused) {
            add(what + ": refused", Duration.ZERO);
        }
    }

    private int exchange(String what, PlainConnection connection, LoadRequest request) {
        var start = System.nanoTime();
        var status = connection.exchange(request.text());
        add(what + ": " + status, Duration.ofNanos(System.nanoTime() - start));
        return status;
    }

    private synchronized void add(String answer, Duration took) {
        answers.merge(answer, 1, Integer::sum);
        times.add(took);
        notifyAll();
    }

    /**
     * Returns and resets the counts of connection kind and status. Waits until each of the three kinds has the given
     * number of outcomes, including errors.
     */
    public synchronized Map<String, Integer> await(int each) throws InterruptedException {
        var end = System.nanoTime() + TIMEOUT.toNanos();
        while (!CONNECTION_KINDS.stream().allMatch(kind -> count(kind) >= each) && System.nanoTime() < end) {
            TimeUnit.SECONDS.timedWait(this, 1);
        }
        var seen = Map.copyOf(answers);
        answers.clear();
        return seen;
    }

    private int count(String kind) {
        return answers.entrySet().stream()
                .filter(answer -> answer.getKey().startsWith(kind))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** Returns the 99th percentile of the response times since the last call. */
    public synchronized Duration p99() {
        var sorted = times.stream().sorted().toList();
        times.clear();
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((sorted.size() - 1) * 99 / 100);
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new AssertionError("a request is still in flight");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
