package io.kgen.protocols.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kgen.protocols.platform.ConfigException;
import io.kgen.protocols.platform.ConfigSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsersConfigTest {

    private static final String DEFAULTS = """
            users:
              cache:
                ttl: 5m
                negative-ttl: 10s
            redis:
              host: 127.0.0.1
              port: 6379
              user: ""
              password: ""
              tls: { enabled: false, ca-file: "", certificate-file: "", key-file: "" }
              sentinel:
                master: ""
                nodes: []
                user: ""
                password: ""
                tls: { enabled: false, ca-file: "", certificate-file: "", key-file: "" }
              timeout: 50ms
            """;

    @Test
    void readsTheCacheTtls() {
        var config = read(Map.of("PLATFORM_USERS_CACHE_TTL", "1h"));

        assertThat(config.cacheTtl()).isEqualTo(Duration.ofHours(1));
        assertThat(config.negativeTtl()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void rejectsANegativeTtlOfMoreThanTenSeconds() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of("PLATFORM_USERS_CACHE_NEGATIVE_TTL", "11s")))
                .withMessage("users.cache.negative-ttl (PLATFORM_USERS_CACHE_NEGATIVE_TTL) must be at most 10s");
    }

    private static UsersConfig read(Map<String, String> environment) {
        var defaults = new ByteArrayInputStream(DEFAULTS.getBytes(StandardCharsets.UTF_8));
        return ConfigSource.read(defaults, null, environment)
                .bind(root -> UsersConfig.read(root.section("users"), null, root.section("redis")));
    }
}
