package io.kgen.protocols.analytics;

import io.kgen.protocols.platform.PostgresConfig;

/** What the analytics module needs to know. */
public record AnalyticsConfig(PostgresConfig postgres) {}
