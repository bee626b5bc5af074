package io.kgen.protocols.app;

import io.kgen.protocols.platform.ConfigSection;

/** Whether the node has meters. Without them, {@code /metrics} answers 404. */
public record MetricsConfig(boolean enabled) {

    static MetricsConfig read(ConfigSection metrics) {
        return new MetricsConfig(metrics.bool("enabled"));
    }
}
