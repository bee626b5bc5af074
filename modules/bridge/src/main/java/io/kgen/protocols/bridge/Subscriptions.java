package io.kgen.protocols.bridge;

import io.kgen.protocols.bus.Topic;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The addresses that one client listens to. */
final class Subscriptions {

    private final Topics topics;
    private final BridgeStats census;
    private final OutboundQueue outbox;
    private final Map<String, Future<?>> byAddress = new HashMap<>();

    Subscriptions(Topics topics, BridgeStats census, OutboundQueue outbox) {
        this.topics = topics;
        this.census = census;
        this.outbox = outbox;
    }

    /** Listens once, however often a client asks. */
    Future<?> add(Topic<?> notification) {
        var address = notification.address();
        var known = byAddress.get(address);
        if (known != null) {
            return known;
        }
        census.subscribed();
        var heard = topics.add(notification, outbox);
        byAddress.put(address, heard);
        return heard.onFailure(failure -> {
            if (byAddress.get(address) == heard) {
                remove(address);
            }
        });
    }

    /** False if there was nothing to remove. */
    boolean remove(String address) {
        if (byAddress.remove(address) == null) {
            return false;
        }
        census.unsubscribed();
        topics.remove(address, outbox);
        return true;
    }

    void removeAll() {
        List.copyOf(byAddress.keySet()).forEach(this::remove);
    }

    /** Whether everything that was asked for so far is heard. */
    boolean isSettled() {
        return byAddress.values().stream().allMatch(Future::isComplete);
    }

    /** Completes when everything that was asked for so far is heard. */
    Future<?> settled() {
        return Future.join(List.copyOf(byAddress.values())).otherwiseEmpty();
    }
}
