package io.kgen.protocols.analytics.partitions;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What the platform team can be alarmed by: how the partitions of the events are, as it was found last. */
public final class PartitionMetrics {

    private static final List<Gauge> EXPOSED = new ArrayList<>();

    private PartitionMetrics() {}

    /** Of one instance: what it finds is the same for all. */
    public static synchronized void expose(PartitionMaintenance upkeep) {
        if (!EXPOSED.isEmpty()) {
            return;
        }
        gauge(
                upkeep,
                "events.partitions.days.ahead",
                "Coming days in a row that have a partition; fewer than 3 need attention",
                storage -> storage.daysAhead());
        gauge(
                upkeep,
                "events.partitions.stranded",
                "1 while events lie in no day's partition",
                storage -> storage.stranded() ? 1 : 0);
        gauge(
                upkeep,
                "events.partitions.alarm",
                "1 while somebody has to look at the partitions of the events",
                storage -> storage.isAlarming() ? 1 : 0);
    }

    public static synchronized void withdraw() {
        EXPOSED.forEach(Metrics.globalRegistry::remove);
        EXPOSED.clear();
    }

    private static void gauge(
            PartitionMaintenance upkeep, String name, String description, ToDoubleFunction<PartitionStatus> value) {
        EXPOSED.add(Gauge.builder(name, upkeep, found -> value.applyAsDouble(found.storage()))
                .description(description)
                .register(Metrics.globalRegistry));
    }
}
