package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.gateway.http.Cors;
import io.kgen.protocols.platform.ConfigException;
import io.kgen.protocols.platform.ConfigSource;
import io.kgen.protocols.sandbox.RawHttp;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** E81: the origins that may call, and the response headers for their browsers. */
@ExtendWith(VertxExtension.class)
class CorsTest {

    private static final String ORIGINS = "https://play.example.com, https://*.games.example.com,"
            + " https://*.dev.example.com:8443, capacitor://localhost, ionic://localhost, tauri://localhost,"
            + " chrome-extension://abcdefghijklmnopabcdefghijklmnop, http://localhost:3000, http://[::1]:3000, file://,"
            + " HTTPS://Upper.Example.com:443, http://plain.example.com:80";

    private final Vertx vertx;

    CorsTest(Vertx vertx) {
        this.vertx = vertx;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://play.example.com",
                "https://a.games.example.com",
                "https://a-1_b.games.example.com",
                "https://a.dev.example.com:8443",
                "capacitor://localhost",
                "ionic://localhost",
                "tauri://localhost",
                "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
                "http://localhost:3000",
                "http://[::1]:3000",
                "file://",
                "https://upper.example.com",
                "http://plain.example.com"
            })
    void allowsTheConfiguredOrigins(String origin) {
        assertThat(get(config(ORIGINS, ""), origin))
                .containsIgnoringCase("access-control-allow-origin: " + origin + "\r\n")
                .containsIgnoringCase("timing-allow-origin: " + origin + "\r\n")
                .containsIgnoringCase("vary: origin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "http://play.example.com",
                "https://play.example.com:8443",
                "https://PLAY.example.com",
                "https://play.example.com.evil.example",
                "https://evilplay.example.com",
                "https://games.example.com",
                "https://.games.example.com",
                "https://a.b.games.example.com",
                "https://a.games.example.com:8443",
                "https://a.games.example.com.evil.example",
                "https://a.dev.example.com",
                "https://*.games.example.com",
                "https://a@b.games.example.com",
                "https://a:b.games.example.com",
                "https://a/.games.example.com",
                "http://a.games.example.com",
                "http://localhost:3001",
                "capacitor://other",
                "capacitor://localhost:80",
                "http://[::2]:3000",
                "games.example.com",
                "*"
            })
    void rejectsEveryOtherOrigin(String origin) {
        assertThat(get(config(ORIGINS, ""), origin))
                .startsWith("HTTP/1.1 200")
                .doesNotContainIgnoringCase("access-control-")
                .doesNotContainIgnoringCase("timing-allow-origin")
                .containsIgnoringCase("vary: origin");
    }

    @Test
    void aStarAllowsEveryOriginWithoutEchoingIt() {
        assertThat(get(config("*", ""), "https://any.example"))
                .containsIgnoringCase("access-control-allow-origin: *\r\n")
                .containsIgnoringCase("timing-allow-origin: *\r\n");
    }

    /** As Chromium 130 sends it for a gzipped event of a page with OpenTelemetry and Sentry, from a public address. */
    @Test
    void respondsToThePreflightOfChromium() {
        var response = serve(config(ORIGINS, "X-Datadog-Trace-Id, x-extra"), """
                        OPTIONS / HTTP/1.1\r
                        Host: api.example.com\r
                        Connection: close\r
                        Accept: */*\r
                        Access-Control-Request-Method: POST\r
                        Access-Control-Request-Headers: baggage,content-encoding,content-type,idempotency-key,sentry-trace,traceparent,tracestate,user-jwt-token,x-datadog-trace-id,x-request-id\r
                        Access-Control-Request-Private-Network: true\r
                        Origin: https://a.games.example.com\r
                        User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36\r
                        Sec-Fetch-Mode: cors\r
                        Sec-Fetch-Site: cross-site\r
                        Sec-Fetch-Dest: empty\r
                        Referer: https://a.games.example.com/\r
                        Accept-Encoding: gzip, deflate, br, zstd\r
                        Accept-Language: en-US,en;q=0.9\r
                        \r
                        """);

        assertThat(response)
                .containsIgnoringCase("access-control-allow-origin: https://a.games.example.com\r\n")
                .containsIgnoringCase("access-control-allow-methods: GET, HEAD, POST, OPTIONS\r\n")
                .containsIgnoringCase("access-control-allow-headers: user-jwt-token, content-type, content-encoding,"
                        + " idempotency-key, x-request-id, traceparent, tracestate, baggage, sentry-trace,"
                        + " x-datadog-trace-id, x-extra\r\n")
                .containsIgnoringCase("access-control-allow-private-network: true\r\n")
                .containsIgnoringCase("access-control-max-age: 3600\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "https://play.example.com/, ''",
        "https://play.example.com/path, ''",
        "play.example.com, ''",
        "https://, ''",
        "https://*, ''",
        "https://a.*.example.com, ''",
        "https://a*.example.com, ''",
        "https://*.*.example.com, ''",
        "https://user@example.com, ''",
        "https://exämple.com, ''",
        "'https://play.example.com:', ''",
        "null, ''",
        "'', x y",
        "'', *",
        "'', 'x:'",
        "'', 'ü'"
    })
    void rejectsInvalidOriginsAndHeaderNamesInTheConfiguration(String origins, String headers) {
        assertThatThrownBy(() -> config(origins, headers)).isInstanceOf(ConfigException.class);
    }

    private String get(CorsConfig config, String origin) {
        return serve(config, "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nOrigin: " + origin + "\r\n\r\n");
    }

    private String serve(CorsConfig config, String request) {
        var cors = new Cors(config);
        var server = vertx.createHttpServer()
                .requestHandler(received -> {
                    cors.setHeaders(received);
                    received.response().end();
                })
                .listen(0, "127.0.0.1")
                .await();
        return RawHttp.send(server.actualPort(), request);
    }

    private static CorsConfig config(String origins, String headers) {
        var defaults = "cors: {origins: [], headers: []}".getBytes(StandardCharsets.UTF_8);
        return ConfigSource.read(
                        new ByteArrayInputStream(defaults),
                        null,
                        Map.of("PLATFORM_CORS_ORIGINS", origins, "PLATFORM_CORS_HEADERS", headers))
                .bind(root -> CorsConfig.read(root.section("cors")));
    }
}
