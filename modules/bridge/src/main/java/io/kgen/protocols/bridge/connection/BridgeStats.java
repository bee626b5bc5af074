package io.kgen.protocols.bridge.connection;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections, requests in flight and subscriptions of a node, on all event loops. */
public final class BridgeStats {

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();

    void connectionOpened() {
        connections.incrementAndGet();
    }

    void connectionClosed() {
        connections.decrementAndGet();
    }

    void requestStarted() {
        requests.incrementAndGet();
    }

    void requestFinished() {
        requests.decrementAndGet();
    }

    void subscribed() {
        subscriptions.incrementAndGet();
    }

    void unsubscribed() {
        subscriptions.decrementAndGet();
    }

    public int connections() {
        return connections.get();
    }

    public int requests() {
        return requests.get();
    }

    public int subscriptions() {
        return subscriptions.get();
    }
}
