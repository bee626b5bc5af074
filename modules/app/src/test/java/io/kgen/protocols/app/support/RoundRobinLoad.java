package io.kgen.protocols.app.support;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A closed loop over several nodes in turn, like a simple client: it keeps its connections, uses the next node if a
 * connection is refused, and never repeats a request.
 */
public final class RoundRobinLoad implements AutoCloseable {

    /** All nodes refused the connection. */
    private static final int NO_NODE_REACHABLE = -3;

    private final List<Integer> ports;
    private final Supplier<LoadRequest> requests;
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<Integer, Integer> statuses = new HashMap<>();
    private final Set<String> acknowledged = new HashSet<>();
    private final List<Thread> loops;
    private long slowestNanos;
    private volatile boolean stopped;

    private RoundRobinLoad(List<Integer> ports, int loops, Supplier<LoadRequest> requests) {
        this.ports = ports;
        this.requests = requests;
        this.loops = Stream.generate(() -> new Thread(this::loop, "load"))
                .limit(loops)
                .toList();
    }

    public static RoundRobinLoad start(List<Integer> ports, int loops, Supplier<LoadRequest> requests) {
        var load = new RoundRobinLoad(ports, loops, requests);
        load.loops.forEach(Thread::start);
        return load;
    }

    /** Returns when the given number of further requests have succeeded. */
    public synchronized void await(int more) throws InterruptedException {
        var enough = acknowledged.size() + more;
        MonitorAwait.until(this, () -> acknowledged.size() >= enough);
    }

    /** Returns when every loop has finished its last exchange. */
    public RoundRobinLoad stop() throws InterruptedException {
        stopped = true;
        for (var loop : loops) {
            loop.join(MonitorAwait.LIMIT_MILLIS);
            if (loop.isAlive()) {
                throw new AssertionError("an exchange hangs");
            }
        }
        return this;
    }

    public synchronized Map<Integer, Integer> statuses() {
        return Map.copyOf(statuses);
    }

    public synchronized Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    public synchronized long slowestMillis() {
        return slowestNanos / 1_000_000;
    }

    @Override
    public void close() {
        stopped = true;
    }

    private void loop() {
        var connections = new PlainConnection[ports.size()];
        try {
            while (!stopped) {
                exchange(connections, requests.get());
            }
        } finally {
            IntStream.range(0, connections.length).forEach(node -> disconnect(connections, node));
        }
    }

    private void exchange(PlainConnection[] connections, LoadRequest request) {
        var node = nextConnectedNode(connections);
        if (node < 0) {
            add(request, NO_NODE_REACHABLE, 0);
            return;
        }
        var sent = System.nanoTime();
        var status = connections[node].exchange(request.text());
        add(request, status, System.nanoTime() - sent);
        if (status <= 0 || connections[node].isLastResponse()) {
            disconnect(connections, node);
        }
    }

    /** Returns the next node with an open or a new connection. */
    private int nextConnectedNode(PlainConnection[] connections) {
        var first = turn.getAndIncrement();
        for (var attempt = 0; attempt < ports.size(); attempt++) {
            var node = (first + attempt) % ports.size();
            try {
                if (connections[node] == null) {
                    connections[node] = new PlainConnection(ports.get(node));
                }
                return node;
            } catch (IOException refused) {
                // Try the next node.
            }
        }
        return -1;
    }

    private static void disconnect(PlainConnection[] connections, int node) {
        try {
            if (connections[node] != null) {
                connections[node].close();
            }
        } catch (IOException closed) {
            // The connection is closed in any case.
        }
        connections[node] = null;
    }

    private synchronized void add(LoadRequest request, int status, long nanos) {
        statuses.merge(status, 1, Integer::sum);
        slowestNanos = Math.max(slowestNanos, nanos);
        if (status == 200) {
            acknowledged.add(request.id());
        }
        notifyAll();
    }
}
