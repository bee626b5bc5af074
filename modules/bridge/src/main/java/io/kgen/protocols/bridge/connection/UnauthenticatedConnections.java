package io.kgen.protocols.bridge.connection;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The unauthenticated connections of a node. A new connection is always accepted, and the oldest ones are evicted for it.
 * Because a client with a token authenticates at once, it gets a connection however many unauthenticated ones there are.
 * Thread-safe.
 */
public final class UnauthenticatedConnections {

    /** A connection younger than this is evicted only if the burst limit is exceeded. */
    private static final long GRACE_NANOS = Duration.ofSeconds(1).toNanos();

    private final int max;
    private final int maxBurst;
    private final Set<ClientConnection> connections = new LinkedHashSet<>();

    /** @param maxBurst the limit within the grace period, so that many clients that connect at once can authenticate */
    UnauthenticatedConnections(int max, int maxBurst) {
        this.max = max;
        this.maxBurst = maxBurst;
    }

    /** Returns the connections to evict at once. */
    synchronized List<ClientConnection> add(ClientConnection newest) {
        connections.add(newest);
        return removeOldest(connections.size() - maxBurst);
    }

    /** Returns the connections to evict because their grace period has passed and there are too many. */
    public synchronized List<ClientConnection> removeExcess(long now) {
        var expired = connections.stream()
                .limit(Math.max(0, connections.size() - max))
                .takeWhile(connection -> connection.age(now) > GRACE_NANOS)
                .count();
        return removeOldest((int) expired);
    }

    private List<ClientConnection> removeOldest(int count) {
        if (count <= 0) {
            return List.of();
        }
        var oldest = connections.stream().limit(count).toList();
        oldest.forEach(connections::remove);
        return oldest;
    }

    synchronized void remove(ClientConnection connection) {
        connections.remove(connection);
    }

    public synchronized int count() {
        return connections.size();
    }
}
