package io.kgen.protocols.bridge.connection;

import io.kgen.protocols.bus.Topic;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The subscriptions of one client. */
final class Subscriptions {

    private final SharedSubscriptions shared;
    private final BridgeStats stats;
    private final OutboundQueue queue;
    private final Map<String, Future<?>> byAddress = new HashMap<>();

    Subscriptions(SharedSubscriptions shared, BridgeStats stats, OutboundQueue queue) {
        this.shared = shared;
        this.stats = stats;
        this.queue = queue;
    }

    /** Subscribes once, however often a client registers. */
    Future<?> add(Topic<?> topic) {
        var address = topic.address();
        var existing = byAddress.get(address);
        if (existing != null) {
            return existing;
        }
        stats.subscribed();
        var active = shared.add(topic, queue);
        byAddress.put(address, active);
        return active.onFailure(failure -> {
            if (byAddress.get(address) == active) {
                remove(address);
            }
        });
    }

    /** Returns false if there is no such subscription. */
    boolean remove(String address) {
        if (byAddress.remove(address) == null) {
            return false;
        }
        stats.unsubscribed();
        shared.remove(address, queue);
        return true;
    }

    /** Removes all but those of these addresses. */
    void retain(Set<String> addresses) {
        List.copyOf(byAddress.keySet()).stream()
                .filter(address -> !addresses.contains(address))
                .forEach(this::remove);
    }

    void removeAll() {
        List.copyOf(byAddress.keySet()).forEach(this::remove);
    }

    /** Whether no subscription is pending. */
    boolean areActive() {
        return byAddress.values().stream().allMatch(Future::isComplete);
    }

    /** Completes when the subscriptions that are pending now are active or have failed. */
    Future<?> whenActive() {
        return Future.join(List.copyOf(byAddress.values())).otherwiseEmpty();
    }
}
