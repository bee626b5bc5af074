package io.kgen.protocols.kstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.platform.ConfigException;
import io.kgen.protocols.platform.ConfigSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KStoreConfigTest {

    private static final String DEFAULTS = """
            kstore:
              url: https://store.example/store
              store: k-store
              code-ttl: 90s
            """;

    @Test
    void readsTheSection() {
        assertThat(read(Map.of()))
                .isEqualTo(new KStoreConfig(null, "https://store.example/store", "k-store", Duration.ofSeconds(90)));
    }

    @Test
    void reportsEveryViolation() {
        assertThatThrownBy(() -> read(Map.of(
                        "PLATFORM_KSTORE_URL", "https://user@store.example",
                        "PLATFORM_KSTORE_STORE", " ",
                        "PLATFORM_KSTORE_CODE_TTL", "61m")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(
                        "kstore.url (PLATFORM_KSTORE_URL) must be an absolute http or https URL",
                        "kstore.store (PLATFORM_KSTORE_STORE) must not be empty",
                        "kstore.code-ttl (PLATFORM_KSTORE_CODE_TTL) must be at most 1h");
    }

    @Test
    void requiresTheUrlOnlyIfTheRoleIsServed() {
        assertThatThrownBy(() -> read(Map.of("PLATFORM_KSTORE_URL", " ")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("kstore.url (PLATFORM_KSTORE_URL) must be set");
        assertThat(read(Map.of("PLATFORM_KSTORE_URL", ""), false).url()).isEmpty();
    }

    private static KStoreConfig read(Map<String, String> environment) {
        return read(environment, true);
    }

    private static KStoreConfig read(Map<String, String> environment, boolean isServed) {
        var defaults = new ByteArrayInputStream(DEFAULTS.getBytes(StandardCharsets.UTF_8));
        return ConfigSource.read(defaults, null, environment)
                .bind(root -> KStoreConfig.read(root.section("kstore"), null, isServed));
    }
}
