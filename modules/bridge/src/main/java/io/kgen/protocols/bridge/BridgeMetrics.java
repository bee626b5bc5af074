package io.kgen.protocols.bridge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the platform team can see of the bridge's clients, while there is a bridge. */
final class BridgeMetrics {

    private static final List<Gauge> EXPOSED = new ArrayList<>();

    private BridgeMetrics() {}

    /** Of one instance: the node is that of all. */
    static synchronized void expose(Node node) {
        if (!EXPOSED.isEmpty()) {
            return;
        }
        var census = node.census();
        gauge(census, "bridge.connections", "Clients that are connected", BridgeStats::connections);
        gauge(census, "bridge.requests", "Requests of clients that are under way", BridgeStats::requests);
        gauge(census, "bridge.subscriptions", "Addresses that clients listen to", BridgeStats::subscriptions);
        var budgets = node.budgets();
        gauge(budgets, "bridge.frame.bytes", "Held of frames that have not come in whole", Budgets::frameBytes);
        gauge(budgets, "bridge.request.bytes", "Held of requests that are under way", Budgets::requestBytes);
        gauge(budgets, "bridge.unsent.bytes", "Held of what clients have not read", Budgets::unsentBytes);
    }

    static synchronized void withdraw() {
        EXPOSED.forEach(Metrics.globalRegistry::remove);
        EXPOSED.clear();
    }

    private static <T> void gauge(T source, String name, String description, ToDoubleFunction<T> value) {
        EXPOSED.add(Gauge.builder(name, source, value).description(description).register(Metrics.globalRegistry));
    }
}
