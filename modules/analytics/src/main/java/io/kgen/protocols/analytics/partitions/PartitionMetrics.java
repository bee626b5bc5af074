package io.kgen.protocols.analytics.partitions;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Gauges of the state of the partitions, as the latest inspection found it, for the alerts of the platform team. */
public final class PartitionMetrics {

    private final MeterRegistry registry;
    private final PartitionMaintenance maintenance;
    private final List<Gauge> gauges;

    public PartitionMetrics(MeterRegistry registry, PartitionMaintenance maintenance) {
        this.registry = registry;
        this.maintenance = maintenance;
        this.gauges = List.of(
                gauge(
                        "events.partitions.ahead",
                        "Coming days in a row that have a partition; fewer than 3 need attention",
                        PartitionStatus::daysAhead),
                gauge(
                        "events.partitions.stranded",
                        "1 while there are events outside the partition of their day",
                        status -> status.stranded() ? 1 : 0),
                gauge(
                        "events.partitions.alarm",
                        "1 while the partitions of the events need attention",
                        status -> status.isAlarming() ? 1 : 0));
    }

    /** Removes the gauges from the registry. */
    public void close() {
        gauges.forEach(registry::remove);
    }

    private Gauge gauge(String name, String description, ToDoubleFunction<PartitionStatus> value) {
        return Gauge.builder(name, maintenance, inspected -> value.applyAsDouble(inspected.status()))
                .description(description)
                .register(registry);
    }
}
