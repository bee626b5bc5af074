package io.kgen.protocols.bridge;

import java.util.concurrent.atomic.AtomicInteger;

/** What the clients of a node hold on to, all event loops together. */
final class BridgeStats {

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();

    void connected() {
        connections.incrementAndGet();
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    void asked() {
        requests.incrementAndGet();
    }

    void answered() {
        requests.decrementAndGet();
    }

    void subscribed() {
        subscriptions.incrementAndGet();
    }

    void unsubscribed() {
        subscriptions.decrementAndGet();
    }

    int connections() {
        return connections.get();
    }

    int requests() {
        return requests.get();
    }

    int subscriptions() {
        return subscriptions.get();
    }
}
