package io.kgen.protocols.bridge;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.RecordJson;
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
 * What the clients of one event loop listen to: one consumer on the bus for each address, and one encoded frame for each
 * message, however many clients there are.
 */
final class Topics {

    /** A client that comes and goes a thousand times must not cost the cluster's registry as many changes. */
    private static final long KEEP_UNUSED_NANOS = Duration.ofSeconds(5).toNanos();

    private final BusClient bus;
    private final Map<String, SharedSubscription> topics = new HashMap<>();

    Topics(BusClient bus) {
        this.bus = bus;
    }

    /** Succeeds when the listener will get everything that is published from then on. */
    Future<?> add(Topic<?> notification, OutboundQueue listener) {
        var known = topics.get(notification.address());
        var topic = known == null ? listen(notification) : known;
        topic.listeners.add(listener);
        return topic.subscription;
    }

    private <T extends Record> SharedSubscription listen(Topic<T> notification) {
        var address = notification.address();
        var listeners = new LinkedHashSet<OutboundQueue>();
        var topic = new SharedSubscription(
                listeners, bus.subscribe(notification, message -> publish(address, message, listeners)));
        topics.put(address, topic);
        topic.subscription.onFailure(failure -> topics.remove(address, topic));
        return topic;
    }

    private static void publish(String address, Record message, Set<OutboundQueue> listeners) {
        if (listeners.isEmpty()) {
            return;
        }
        var frame = OutboundFrames.published(address, RecordJson.toJson(message));
        // A copy, because a client that is cut off leaves the listeners meanwhile.
        List.copyOf(listeners).forEach(listener -> listener.send(frame));
    }

    void remove(String address, OutboundQueue listener) {
        var topic = topics.get(address);
        if (topic != null && topic.listeners.remove(listener)) {
            topic.unusedSince = System.nanoTime();
        }
    }

    /** Leaves on the bus what no client has listened to for a while. */
    void removeUnused(long now) {
        topics.values().removeIf(topic -> topic.isUnused(now) && topic.cancel());
    }

    private static final class SharedSubscription {

        private final Set<OutboundQueue> listeners;
        private final Future<Subscription> subscription;
        private long unusedSince;

        SharedSubscription(Set<OutboundQueue> listeners, Future<Subscription> subscription) {
            this.listeners = listeners;
            this.subscription = subscription;
        }

        boolean isUnused(long now) {
            return listeners.isEmpty() && subscription.succeeded() && now - unusedSince > KEEP_UNUSED_NANOS;
        }

        boolean cancel() {
            subscription.result().cancel();
            return true;
        }
    }
}
