package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.gateway.AccessLogConfig.Requests;
import io.kgen.protocols.platform.ConfigException;
import io.kgen.protocols.platform.ConfigSource;
import io.kgen.protocols.sandbox.RawHttp;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of the access log behind a proxy at 127.0.0.1, which is the test. */
class AccessLogTest extends GatewayFixture {

    private final CapturedAccessLog log = CapturedAccessLog.open();

    @Override
    HttpConfig http() {
        return http(proxies("[127.0.0.0/8, 10.0.0.0/8]"), accessLog("all", "1"));
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aLineHasTheFieldsOfTheRequestAndItsResponse() {
        var response = send(drop("{\"a\":1}").header("X-Request-Id", "my-id"));
        assertThat(log.lines()).singleElement().satisfies(line -> {
            assertThat(line)
                    .containsEntry("requestId", "my-id")
                    .containsEntry("route", "/fe/analytics/px-tracker/events/{eventID}/drop")
                    .containsEntry("method", "POST")
                    .containsEntry("status", 200)
                    .containsEntry("outcome", "ok")
                    .containsEntry("bytesIn", 7L)
                    .containsEntry("bytesOut", (long) response.body().length())
                    .containsEntry("issuer", "client")
                    .containsEntry("client", "127.0.0.1");
            assertThat((Double) line.get("durationMs")).isPositive();
        });
    }

    @Test
    void e73_noLineHasWhatIdentifiesAPlayer() {
        send(drop("{\"phone\":\"1234567890\"}").header("Idempotency-Key", "1234567890"));
        send(get(LINKED_NUMBER));
        send(get(LINKED_NUMBER + "?phone=1234567890"));
        send(get("/1234567890"));
        assertThat(log.lines()).hasSize(4);
        assertThat(log.lines().toString()).doesNotContain("1234567890", TOKEN, "user,", "=user");
    }

    @Test
    void aRequestThatIsNotHttpHasALine() {
        RawHttp.send(verticle.port(), "GARBAGE\r\n\r\n");
        assertThat(log.lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsEntry("route", "unmatched")
                        .containsEntry("status", 400)
                        .containsEntry("outcome", "bad_request")
                        .containsEntry("client", "127.0.0.1")
                        .containsKey("requestId"));
    }

    @Test
    void theExpectedFailureIsNotFoundAndNotAnError() {
        find = request -> Future.failedFuture(new ServiceException(FailureCode.NOT_FOUND, "none"));
        send(get(LINKED_NUMBER));
        assertThat(log.lines())
                .singleElement()
                .satisfies(line -> assertThat(line).containsEntry("status", 500).containsEntry("outcome", "not_found"));
    }

    @Test
    void aSpoofedAddressIsNotBelieved() {
        // The client wrote 1.1.1.1; the proxies appended the addresses of their peers.
        send(get(LINKED_NUMBER).header("X-Forwarded-For", "1.1.1.1, 203.0.113.7, 10.1.2.3"));
        assertThat(log.lines())
                .singleElement()
                .satisfies(line -> assertThat(line).containsEntry("client", "203.0.113.7"));
    }

    @ParameterizedTest
    @CsvSource({"errors, 1, ERRORS, 1.0", "all, 0.01, ALL, 0.01", "off, 1, OFF, 1.0", "false, 1, OFF, 1.0"})
    void readsTheConfiguration(String requests, String sample, Requests expected, double part) {
        assertThat(accessLog(requests, sample)).isEqualTo(new AccessLogConfig(expected, part));
    }

    @ParameterizedTest
    @CsvSource({
        "some, 1, access-log.requests",
        "all, 0, access-log.sample",
        "all, 1.1, access-log.sample",
        "all, NaN, access-log.sample"
    })
    void rejectsAnInvalidConfiguration(String requests, String sample, String key) {
        assertThatThrownBy(() -> accessLog(requests, sample))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0", "10.0.0.0/33", "proxy.example.com/24", "dead/8", "fd00::/129", "/8"})
    void rejectsWhatIsNotANetwork(String network) {
        assertThatThrownBy(() -> proxies(network))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http.trusted-proxies (PLATFORM_HTTP_TRUSTED_PROXIES) must be networks such as");
    }

    private static AccessLogConfig accessLog(String requests, String sample) {
        return source("access-log: { requests: \"" + requests + "\", sample: " + sample + " }")
                .bind(root -> AccessLogConfig.read(root.section("access-log")));
    }

    static TrustedProxies proxies(String networks) {
        return source("http: { trusted-proxies: " + (networks.startsWith("[") ? networks : "\"" + networks + "\"")
                        + " }")
                .bind(root -> TrustedProxies.read(root.section("http")));
    }

    private static ConfigSource source(String yaml) {
        return ConfigSource.read(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), null, Map.of());
    }
}
