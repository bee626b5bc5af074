package io.kgen.protocols.users.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kgen.protocols.platform.ConfigException;
import io.kgen.protocols.platform.ConfigSource;
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
    void hasNoSentinelsByDefault() {
        assertThat(read(Map.of()).sentinels()).isEqualTo(SentinelConfig.NONE);
    }

    @Test
    void readsSentinelsAsHostAndPort() {
        var sentinels = read(Map.of(MASTER, "numbers", NODES, "10.0.0.1:26379, sentinel-2:26380,[::1]:26379"))
                .sentinels();

        assertThat(sentinels.master()).isEqualTo("numbers");
        assertThat(sentinels.nodes())
                .containsExactly(
                        HostAndPort.create("10.0.0.1", 26_379),
                        HostAndPort.create("sentinel-2", 26_380),
                        HostAndPort.create("::1", 26_379));
        assertThat(sentinels.majority()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sentinel",
                "sentinel:",
                "sentinel:0",
                "sentinel:70000",
                ":26379",
                "a:1,a:1",
                "redis://a:1",
                "user:secret@a:1",
                "::1:1",
                "[::g]:1"
            })
    void rejectsAnInvalidListOfSentinels(String nodes) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of(MASTER, "numbers", NODES, nodes)))
                .withMessageContaining("sentinel.nodes (" + NODES + ") must list each sentinel once, as host:port");
    }

    @Test
    void rejectsAMasterWithoutSentinelsAndSentinelsWithoutAMaster() {
        for (var incomplete : Map.of(MASTER, "numbers", NODES, "sentinel:26379").entrySet()) {
            assertThatExceptionOfType(ConfigException.class)
                    .isThrownBy(() -> read(Map.of(incomplete.getKey(), incomplete.getValue())))
                    .withMessageContaining("sentinel.master (" + MASTER + ") must name the master if");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user:secret@redis",
                "secret@redis",
                "redis:6379",
                "redis://redis",
                "[::1]:6379",
                "[redis]",
                "a b",
                "a/b",
                "1.2.3.400",
                "under_score"
            })
    void rejectsAnInvalidHostWithoutQuotingIt(String host) {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of("PLATFORM_HOST", host)))
                .withMessageStartingWith("host (PLATFORM_HOST) must ")
                .satisfies(exception -> assertThat(exception).hasMessageNotContaining(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis", "cache-1.example.com", "cache.example.com.", "10.0.0.1"})
    void acceptsHostNamesAndAddresses(String host) {
        assertThat(read(Map.of("PLATFORM_HOST", host)).host()).isEqualTo(host);
    }

    @Test
    void acceptsAnIpv6AddressWithAndWithoutBrackets() {
        assertThat(read(Map.of("PLATFORM_HOST", "[fd00::1]")).host()).isEqualTo("fd00::1");
        assertThat(read(Map.of("PLATFORM_HOST", "::1")).host()).isEqualTo("::1");
    }

    @Test
    void rejectsACaFileWithoutTls() {
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> read(Map.of("PLATFORM_TLS_CA_FILE", "pom.xml")))
                .withMessageContaining("tls.ca-file (PLATFORM_TLS_CA_FILE) must name certificates in PEM")
                .withMessageContaining("tls.ca-file (PLATFORM_TLS_CA_FILE) needs enabled: true");
    }

    private static RedisConfig read(Map<String, String> environment) {
        var defaults = new ByteArrayInputStream(DEFAULTS.getBytes(StandardCharsets.UTF_8));
        return ConfigSource.read(defaults, null, environment).bind(RedisConfig::read);
    }
}
