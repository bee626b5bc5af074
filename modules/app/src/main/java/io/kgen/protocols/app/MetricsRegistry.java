package io.kgen.protocols.app;

import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.kstore.KStoreOperations;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The meters of one node in Prometheus' text format. Their number does not grow with traffic. */
final class MetricsRegistry {

    private static final List<Operation<?, ?>> OPERATIONS = Stream.of(
                    UsersOperations.ALL, AnalyticsOperations.ALL, KStoreOperations.ALL)
            .flatMap(List::stream)
            .toList();

    private final CoarseClock clock = new CoarseClock();
    private final MeterRegistry meters;
    private final CallMetrics calls;

    MetricsRegistry(MetricsConfig config) {
        if (config.enabled()) {
            meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
            // First, because it adds a filter, which must not come after a meter.
            JvmMeters.register(meters);
            calls = new BusMeters(meters, OPERATIONS);
            buildInfo(BuildInfo.read());
        } else {
            // Without a registry inside, all meters of a composite do nothing.
            meters = new CompositeMeterRegistry();
            calls = CallMetrics.NONE;
        }
    }

    private void buildInfo(BuildInfo build) {
        Gauge.builder("build.info", () -> 1)
                .description("Always 1; the labels say which build runs")
                .tags("version", build.version(), "commit", build.commit())
                .register(meters);
    }

    /** Where the modules register their meters. */
    MeterRegistry meters() {
        return meters;
    }

    /** The meters of the calls over the bus. */
    CallMetrics calls() {
        return calls;
    }

    /** To be called about once a second. */
    void tick() {
        clock.tick();
    }

    /** Empty if the node has no meters. */
    Optional<String> scrape() {
        return meters instanceof PrometheusMeterRegistry prometheus
                ? Optional.of(prometheus.scrape())
                : Optional.empty();
    }

    void close() {
        meters.close();
    }
}
