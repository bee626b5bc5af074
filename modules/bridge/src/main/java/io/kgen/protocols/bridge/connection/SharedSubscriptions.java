package io.kgen.protocols.bridge.connection;

import io.kgen.protocols.bridge.protocol.OutboundFrames;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.Subscription;
import io.kgen.protocols.bus.Topic;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The bus subscriptions of one event loop, shared by its clients: one consumer for each address, and one encoded frame for
 * each message.
 */
public final class SharedSubscriptions {

    /** A client that subscribes and unsubscribes repeatedly must not change the registry of the cluster each time. */
    private static final long KEEP_UNUSED_NANOS = Duration.ofSeconds(5).toNanos();

    private final BusClient bus;
    private final Map<String, SharedSubscription> byAddress = new HashMap<>();

    public SharedSubscriptions(BusClient bus) {
        this.bus = bus;
    }

    /** Succeeds when the subscriber receives every message that is published from then on. */
    Future<?> add(Topic<?> topic, OutboundQueue subscriber) {
        var existing = byAddress.get(topic.address());
        var shared = existing == null ? subscribe(topic) : existing;
        shared.subscribers.add(subscriber);
        return shared.subscription;
    }

    private <T extends Record> SharedSubscription subscribe(Topic<T> topic) {
        var address = topic.address();
        var subscribers = new LinkedHashSet<OutboundQueue>();
        var shared = new SharedSubscription(
                subscribers, bus.subscribe(topic, message -> publish(topic, message, subscribers)));
        byAddress.put(address, shared);
        shared.subscription.onFailure(failure -> byAddress.remove(address, shared));
        return shared;
    }

    private static <T extends Record> void publish(Topic<T> topic, T message, Set<OutboundQueue> subscribers) {
        if (subscribers.isEmpty()) {
            return;
        }
        var frame = OutboundFrames.published(topic.address(), topic.toJson(message));
        // Iterates over a copy, because a connection that is aborted removes itself from the set.
        List.copyOf(subscribers).forEach(subscriber -> subscriber.send(frame));
    }

    void remove(String address, OutboundQueue subscriber) {
        var shared = byAddress.get(address);
        if (shared != null && shared.subscribers.remove(subscriber)) {
            shared.unusedSince = System.nanoTime();
        }
    }

    /** Cancels the bus subscriptions that have had no client for a while. */
    public void removeUnused(long now) {
        byAddress.values().removeIf(shared -> shared.isUnused(now) && shared.cancel());
    }

    private static final class SharedSubscription {

        private final Set<OutboundQueue> subscribers;
        private final Future<Subscription> subscription;
        private long unusedSince;

        SharedSubscription(Set<OutboundQueue> subscribers, Future<Subscription> subscription) {
            this.subscribers = subscribers;
            this.subscription = subscription;
        }

        boolean isUnused(long now) {
            return subscribers.isEmpty() && subscription.succeeded() && now - unusedSince > KEEP_UNUSED_NANOS;
        }

        boolean cancel() {
            subscription.result().cancel();
            return true;
        }
    }
}
