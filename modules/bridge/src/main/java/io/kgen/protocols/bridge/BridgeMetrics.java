package io.kgen.protocols.bridge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the platform team can see of the bridge's clients, while there is a bridge. */
final class BridgeMetrics {

    private final List<Gauge> gauges;

    BridgeMetrics(Census census) {
        gauges = List.of(
                gauge(census, "bridge.connections", "Clients that are connected", Census::connections),
                gauge(census, "bridge.requests", "Requests of clients that are under way", Census::requests),
                gauge(census, "bridge.subscriptions", "Addresses that clients listen to", Census::subscriptions));
    }

    void withdraw() {
        gauges.forEach(Metrics.globalRegistry::remove);
    }

    private static Gauge gauge(Census census, String name, String description, ToDoubleFunction<Census> value) {
        return Gauge.builder(name, census, value).description(description).register(Metrics.globalRegistry);
    }
}
