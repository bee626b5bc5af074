package io.kgen.protocols.bridge;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The connections of a node that have not proved whose they are. Each new one is let in, and the oldest ones are closed for it: a
 * principal says who it is at once, so it gets in however many strangers come and stay. Safe for threads.
 */
final class UnauthenticatedConnections {

    /** In which a connection is closed for others only if there are very many. */
    private static final long GRACE_NANOS = Duration.ofSeconds(1).toNanos();

    private final int most;
    private final int mostAtOnce;
    private final Set<ClientConnection> waiting = new LinkedHashSet<>();

    /**
     * @param most that may stay
     * @param mostAtOnce that there may be within a second, so that those who come in a crowd have a moment to say who they are
     */
    UnauthenticatedConnections(int most, int mostAtOnce) {
        this.most = most;
        this.mostAtOnce = mostAtOnce;
    }

    /** Those that have to go at once. */
    synchronized List<ClientConnection> add(ClientConnection newest) {
        waiting.add(newest);
        return oldest(waiting.size() - mostAtOnce);
    }

    /** Those that have to go by now. */
    synchronized List<ClientConnection> excess(long now) {
        var old = waiting.stream()
                .limit(Math.max(0, waiting.size() - most))
                .takeWhile(connection -> connection.age(now) > GRACE_NANOS)
                .count();
        return oldest((int) old);
    }

    private List<ClientConnection> oldest(int count) {
        if (count <= 0) {
            return List.of();
        }
        var oldest = waiting.stream().limit(count).toList();
        oldest.forEach(waiting::remove);
        return oldest;
    }

    synchronized void remove(ClientConnection connection) {
        waiting.remove(connection);
    }

    synchronized int count() {
        return waiting.size();
    }
}
