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

    /** Of one instance: the census is that of all. */
    static synchronized void expose(Census census) {
        if (!EXPOSED.isEmpty()) {
            return;
        }
        gauge(census, "bridge.connections", "Clients that are connected", Census::connections);
        gauge(census, "bridge.requests", "Requests of clients that are under way", Census::requests);
        gauge(census, "bridge.subscriptions", "Addresses that clients listen to", Census::subscriptions);
    }

    static synchronized void withdraw() {
        EXPOSED.forEach(Metrics.globalRegistry::remove);
        EXPOSED.clear();
    }

    private static void gauge(Census census, String name, String description, ToDoubleFunction<Census> value) {
        EXPOSED.add(Gauge.builder(name, census, value).description(description).register(Metrics.globalRegistry));
    }
}
