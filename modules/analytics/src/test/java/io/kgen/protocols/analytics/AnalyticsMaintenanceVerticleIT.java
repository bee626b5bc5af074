package io.kgen.protocols.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.sandbox.Sandbox;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The node-wide duties, beside several instances of the serving verticle. */
class AnalyticsMaintenanceVerticleIT extends AnalyticsFixture {

    @Test
    void exposesThePartitionGaugesUntilTheNodeStops(Sandbox sandbox) {
        try (var node = AnalyticsHarness.on(sandbox.postgres(), 2)) {
            assertThat(partitionGauges(node))
                    .containsExactlyInAnyOrder(
                            "events.partitions.ahead", "events.partitions.stranded", "events.partitions.alarm");
            assertThat(gauge(node, "events.partitions.ahead")).isEqualTo(7);
            assertThat(gauge(node, "events.partitions.alarm")).isZero();

            node.undeploy();

            assertThat(partitionGauges(node)).isEmpty();
        }
    }

    @Test
    void stoppingANodeKeepsTheGaugesOfAnotherNodeInTheSameJvm(Sandbox sandbox) {
        try (var node = AnalyticsHarness.on(sandbox.postgres(), 1)) {
            node.undeploy();
        }

        assertThat(gauge(analytics, "events.partitions.ahead")).isEqualTo(7);
    }

    private static double gauge(AnalyticsHarness node, String name) {
        return node.meters().get(name).gauge().value();
    }

    private static List<String> partitionGauges(AnalyticsHarness node) {
        return node.meters().getMeters().stream()
                .map(meter -> meter.getId().getName())
                .filter(name -> name.startsWith("events.partitions."))
                .toList();
    }
}
