package io.kgen.protocols.analytics;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.postgres.PostgresConfig;
import java.time.Duration;

/**
 * The settings of the analytics module.
 *
 * @param retention how long events are stored, in whole days of UTC; at least a day
 */
public record AnalyticsConfig(PostgresConfig postgres, Duration retention) {

    private static final Duration MIN_RETENTION = Duration.ofDays(1);

    /** Reads the section {@code analytics}. */
    public static AnalyticsConfig read(ConfigSection analytics, PostgresConfig postgres) {
        var retention = analytics.duration("retention");
        if (retention.compareTo(MIN_RETENTION) < 0) {
            analytics.reject("retention", "must be at least 1d");
        }
        return new AnalyticsConfig(postgres, retention);
    }
}
