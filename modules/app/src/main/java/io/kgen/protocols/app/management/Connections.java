package io.kgen.protocols.app.management;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.IdentityHashMap;

/**
 * Limits the number of connections, and the time that a client may take to send a request or to read a response. While a
 * request is being served there is no limit of time: an erasure may take minutes, and has a deadline of its own. Accessed
 * by the one event loop of this listener only.
 */
final class Connections {

    private static final int MAX = 64;

    private final Vertx vertx;
    private final long maxWaitMillis;
    /** The timer that closes a connection. */
    private final IdentityHashMap<HttpConnection, Long> timers = new IdentityHashMap<>();

    private int open;

    Connections(Vertx vertx, Duration maxWait) {
        this.vertx = vertx;
        this.maxWaitMillis = maxWait.toMillis();
    }

    void accept(HttpConnection connection) {
        open++;
        connection.closeHandler(closed -> {
            open--;
            busy(connection);
        });
        if (open > MAX) {
            connection.close();
        } else {
            waiting(connection);
        }
    }

    /** From now on, the client must act within the maximum time. */
    void waiting(HttpConnection connection) {
        busy(connection);
        timers.put(connection, vertx.setTimer(maxWaitMillis, late -> close(connection)));
    }

    private void close(HttpConnection connection) {
        timers.remove(connection);
        connection.close();
    }

    /** From now on, the client waits for this node. */
    void busy(HttpConnection connection) {
        var timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
