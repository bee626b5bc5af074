package io.kgen.protocols.bridge;

import io.kgen.protocols.contracts.BusClient;
import io.kgen.protocols.contracts.Notification;
import io.kgen.protocols.contracts.Subscription;
import io.kgen.protocols.contracts.Wire;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The addresses that one client listens to. */
final class Subscriptions {

    private final BusClient bus;
    private final Census census;
    private final Outbox outbox;
    private final Map<String, Future<Subscription>> byAddress = new HashMap<>();

    Subscriptions(BusClient bus, Census census, Outbox outbox) {
        this.bus = bus;
        this.census = census;
        this.outbox = outbox;
    }

    /** Listens once, however often a client asks. */
    Future<?> add(Notification<?> notification) {
        return byAddress.computeIfAbsent(notification.address(), unheard -> {
            census.subscribed();
            return listen(notification).onFailure(failure -> remove(notification.address()));
        });
    }

    private <T extends Record> Future<Subscription> listen(Notification<T> notification) {
        return bus.subscribe(
                notification, news -> outbox.send(Frames.published(notification.address(), Wire.toJson(news))));
    }

    /** False if there was nothing to remove. */
    boolean remove(String address) {
        var subscription = byAddress.remove(address);
        if (subscription == null) {
            return false;
        }
        census.unsubscribed();
        // One that the cluster does not know of yet is cancelled as soon as it does.
        subscription.onSuccess(Subscription::cancel);
        return true;
    }

    void removeAll() {
        List.copyOf(byAddress.keySet()).forEach(this::remove);
    }

    /** Completes when everything that was asked for so far is heard. */
    Future<?> settled() {
        return Future.join(List.copyOf(byAddress.values())).otherwiseEmpty();
    }
}
