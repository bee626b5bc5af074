package io.kgen.protocols.analytics;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.postgres.PostgresConfig;
import java.time.Duration;

/**
 * What the analytics module needs to know.
 *
 * @param retention how long events are kept, in whole days of UTC; a day at least
 */
public record AnalyticsConfig(PostgresConfig postgres, Duration retention) {

    private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);

    /** Reads the section {@code analytics}. */
    public static AnalyticsConfig read(ConfigSection analytics, PostgresConfig postgres) {
        var retention = analytics.duration("retention");
        if (retention.compareTo(SHORTEST_RETENTION) < 0) {
            analytics.reject("retention", "must be at least 1d");
        }
        return new AnalyticsConfig(postgres, retention);
    }
}
