package io.kgen.protocols.gateway.monitoring;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the traffic of one event loop, which alone writes; any thread reads. Counters that all event loops write would cost
 * each of them a transfer of the cache line for every request.
 */
final class EventLoopTraffic {

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();

    void started() {
        inFlight.setRelease(inFlight.getPlain() + 1);
    }

    void ended() {
        inFlight.setRelease(inFlight.getPlain() - 1);
    }

    void received(long bytes) {
        received.setRelease(received.getPlain() + bytes);
    }

    void sent(long bytes) {
        sent.setRelease(sent.getPlain() + bytes);
    }

    int inFlight() {
        return inFlight.getAcquire();
    }

    long received() {
        return received.getAcquire();
    }

    long sent() {
        return sent.getAcquire();
    }
}
