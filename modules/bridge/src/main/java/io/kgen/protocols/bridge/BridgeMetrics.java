package io.kgen.protocols.bridge;

import io.kgen.protocols.bridge.access.Principals;
import io.kgen.protocols.bridge.connection.BridgeNode;
import io.kgen.protocols.bridge.connection.BridgeStats;
import io.kgen.protocols.bridge.connection.PrincipalMeters;
import io.kgen.protocols.bridge.limits.Budgets;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The gauges of a node's bridge. They are registered while at least one instance of the verticle runs. Thread-safe. */
final class BridgeMetrics {

    private final MeterRegistry registry;
    private final BridgeNode node;
    private final PrincipalMeters principals;
    private final List<Gauge> gauges = new ArrayList<>();
    private int instances;

    BridgeMetrics(MeterRegistry registry, BridgeNode node, Principals configured) {
        this.principals = new PrincipalMeters(registry, configured);
        this.registry = registry;
        this.node = node;
    }

    PrincipalMeters principals() {
        return principals;
    }

    synchronized void instanceStarted() {
        if (instances++ == 0) {
            register();
        }
    }

    synchronized void instanceStopped() {
        if (--instances == 0) {
            gauges.forEach(registry::remove);
            gauges.clear();
        }
    }

    private void register() {
        var stats = node.stats();
        gauge(stats, "bridge.connections", "Connected clients", BridgeStats::connections);
        gauge(stats, "bridge.requests", "Requests in flight", BridgeStats::requests);
        gauge(stats, "bridge.subscriptions", "Subscriptions of clients", BridgeStats::subscriptions);
        var budgets = node.budgets();
        gauge(budgets, "bridge.frame.bytes", "Memory of frames that have arrived in part", Budgets::frameBytes);
        gauge(budgets, "bridge.request.bytes", "Memory of requests in flight", Budgets::requestBytes);
        gauge(budgets, "bridge.unsent.bytes", "Memory of frames that clients have not read", Budgets::unsentBytes);
    }

    private <T> void gauge(T source, String name, String description, ToDoubleFunction<T> value) {
        gauges.add(Gauge.builder(name, source, value).description(description).register(registry));
    }
}
