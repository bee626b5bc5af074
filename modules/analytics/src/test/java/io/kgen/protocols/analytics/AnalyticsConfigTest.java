package io.kgen.protocols.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kgen.protocols.platform.ConfigException;
import io.kgen.protocols.platform.ConfigSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnalyticsConfigTest {

    private static final String DEFAULTS = """
            analytics:
              retention: 90d
            """;

    @Test
    void readsTheRetention() {
        assertThat(read(Map.of()).retention()).isEqualTo(Duration.ofDays(90));
        assertThat(read(Map.of("PLATFORM_ANALYTICS_RETENTION", "1d")).retention())
                .isEqualTo(Duration.ofDays(1));
    }

    @Test
    void rejectsARetentionOfLessThanADay() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of("PLATFORM_ANALYTICS_RETENTION", "23h")))
                .withMessage("analytics.retention (PLATFORM_ANALYTICS_RETENTION) must be at least 1d");
    }

    private static AnalyticsConfig read(Map<String, String> environment) {
        var defaults = new ByteArrayInputStream(DEFAULTS.getBytes(StandardCharsets.UTF_8));
        return ConfigSource.read(defaults, null, environment)
                .bind(root -> AnalyticsConfig.read(root.section("analytics"), null));
    }
}
