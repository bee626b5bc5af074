package io.kgen.protocols.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsConfigTest {

    private static final Rate TWENTY_A_SECOND = new Rate(20, Duration.ofSeconds(1));

    @Test
    void oneRateIsForAllKinds() {
        assertThat(read("20/s").player())
                .isEqualTo(Map.of(
                        RequestKind.READ, TWENTY_A_SECOND,
                        RequestKind.WRITE, TWENTY_A_SECOND,
                        RequestKind.REDIRECT, TWENTY_A_SECOND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20/s, write 3000/m, redirect off", "[20/s, write 3000/m, redirect off]"})
    void kindsMayHaveOtherRates(String text) {
        assertThat(read(text).player())
                .isEqualTo(Map.of(
                        RequestKind.READ, TWENTY_A_SECOND, RequestKind.WRITE, new Rate(3_000, Duration.ofMinutes(1))));
    }

    @Test
    void aKindMayHaveTheOnlyLimit() {
        assertThat(read("off, redirect 5/h").player())
                .isEqualTo(Map.of(RequestKind.REDIRECT, new Rate(5, Duration.ofHours(1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "'off'", "[off]"})
    void offIsNoLimit(String text) {
        assertThat(read(text)).isEqualTo(LimitsConfig.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''",
                "0/s",
                "-1/s",
                "20",
                "20/d",
                "1.5/s",
                "12345678/s",
                "read 20/s",
                "20/s, delete 1/s",
                "20/s, read",
                "20/s, 30/s",
                "on",
                "true"
            })
    void rejectsWhatIsNotARate(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("limits.player (PLATFORM_LIMITS_PLAYER) must be off or a rate such as 20/s");
    }

    private static LimitsConfig read(String player) {
        var yaml = "limits: { player: %s, issuer: off, service: off, requests-in-flight: 0 }"
                .formatted(player.startsWith("[") || player.startsWith("'") ? player : "\"" + player + "\"");
        return ConfigSource.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), null, Map.of())
                .bind(root -> LimitsConfig.read(root.section("limits")));
    }
}
