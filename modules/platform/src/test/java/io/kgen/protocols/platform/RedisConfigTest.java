package io.kgen.protocols.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.net.HostAndPort;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigTest {

    private static final String MASTER = "PLATFORM_SENTINEL_MASTER";
    private static final String NODES = "PLATFORM_SENTINEL_NODES";
    private static final String DEFAULTS = """
            host: 127.0.0.1
            port: 6379
            password: ""
            sentinel:
              master: ""
              nodes: []
              password: ""
            timeout: 50ms
            """;

    @Test
    void thereAreNoSentinelsByDefault() {
        assertThat(read(Map.of()).sentinels()).isEqualTo(RedisSentinels.NONE);
    }

    @Test
    void sentinelsAreListedByHostAndPort() {
        var sentinels = read(Map.of(MASTER, "numbers", NODES, "10.0.0.1:26379, sentinel-2:26380,[::1]:26379"))
                .sentinels();

        assertThat(sentinels.master()).isEqualTo("numbers");
        assertThat(sentinels.nodes())
                .containsExactly(
                        HostAndPort.create("10.0.0.1", 26_379),
                        HostAndPort.create("sentinel-2", 26_380),
                        HostAndPort.create("[::1]", 26_379));
        assertThat(sentinels.majority()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sentinel", "sentinel:", "sentinel:0", "sentinel:70000", ":26379", "a:1,a:1", "redis://a:1"})
    void anythingElseIsAFault(String nodes) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of(MASTER, "numbers", NODES, nodes)))
                .withMessageContaining("sentinel.nodes (" + NODES + ") must list each sentinel once, as host:port");
    }

    @Test
    void aMasterWithoutSentinelsAndSentinelsWithoutAMasterAreFaults() {
        for (var incomplete : Map.of(MASTER, "numbers", NODES, "sentinel:26379").entrySet()) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> read(Map.of(incomplete.getKey(), incomplete.getValue())))
                    .withMessageContaining("sentinel.master (" + MASTER + ") must name the master if");
        }
    }

    private static RedisConfig read(Map<String, String> environment) {
        var defaults = new ByteArrayInputStream(DEFAULTS.getBytes(StandardCharsets.UTF_8));
        return Settings.read(defaults, null, environment).as(RedisConfig::read);
    }
}
