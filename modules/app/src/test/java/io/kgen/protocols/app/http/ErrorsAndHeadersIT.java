package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.ORIGIN;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the contract for all responses, and the requests that never reach an operation. */
@PlatformTest
class ErrorsAndHeadersIT {

    private static final String TOKEN = token("user");

    private final RunningPlatform platform;

    ErrorsAndHeadersIT(RunningPlatform platform) {
        this.platform = platform;
    }

    /** One request for each kind of response. */
    static Stream<Request> requests() {
        return Stream.of(
                Request.history("").by(TOKEN),
                Request.linkedNumber().by(TOKEN),
                Request.redirect().by(TOKEN),
                Request.drop("event", "{}").by(TOKEN),
                Request.get("/openapi.yaml"),
                Request.get("/asyncapi.yaml"),
                Request.get("/docs"),
                Request.drop("event", "[]").by(TOKEN),
                Request.history(""),
                Request.get("/nowhere"),
                Request.of("DELETE", Request.HISTORY),
                Request.drop("event", " ".repeat(40_000)).by(TOKEN),
                Request.drop("event", "{}").without("Content-Type").by(TOKEN),
                Request.of("HEAD", Request.HISTORY).by(TOKEN),
                Request.of("OPTIONS", Request.HISTORY));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void everyResponseCarriesTheCommonHeadersOnce(Request request) {
        var answer = platform.send(request.with("X-Request-Id", "my-request_1.a"));

        assertThat(answer.header("X-Request-Id")).isEqualTo("my-request_1.a");
        assertThat(answer.header("Cache-Control")).isEqualTo(request.path().equals("/docs") ? "no-cache" : "no-store");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestWithoutAnIdGetsAGeneratedId(Request request) {
        var first = platform.send(request).header("X-Request-Id");
        var second = platform.send(request).header("X-Request-Id");

        assertThat(first).matches("[A-Za-z0-9._-]{1,64}").isNotEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a/b",
                "<script>",
                "a\tb",
                "65..............................................................."
            })
    void replacesAnInvalidRequestId(String id) {
        var answer = platform.send(Request.get("/nowhere").with("X-Request-Id", id));

        assertThat(answer.header("X-Request-Id")).isNotEqualTo(id).matches("[A-Za-z0-9._-]{1,64}");
    }

    @Test
    void anErrorRepeatsItsRequestId() {
        var answer = platform.send(Request.get("/nowhere").with("X-Request-Id", "r-1"));

        assertThat(answer.json().getString("requestId")).isEqualTo("r-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fe",
                "/nowhere",
                "/docs/",
                "/docs/nothing.js",
                "/docs/../openapi.yaml",
                "/openapi.yaml/",
                "/fe/users/account/linked-mobile-number/",
                "/fe/esports/statistics/historic/x",
                "/fe/analytics/px-tracker/events/drop",
                "/fe/analytics/px-tracker/events/a/b/drop",
                "/live",
                "/metrics"
            })
    void anUnknownPathIs404(String path) {
        var answer = platform.send(Request.get(path).by(TOKEN));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /fe/users/account/linked-mobile-number, 'GET, HEAD, OPTIONS'",
        "DELETE, /fe/esports/statistics/historic, 'GET, HEAD, OPTIONS'",
        "GET, /fe/users/k-store/generate-redirect-uri, 'POST, OPTIONS'",
        "PUT, /fe/analytics/px-tracker/events/event/drop, 'POST, OPTIONS'",
        "POST, /openapi.yaml, 'GET, HEAD, OPTIONS'",
        "PATCH, /docs, 'GET, HEAD, OPTIONS'"
    })
    void anUnsupportedMethodIs405WithAllowEvenWithoutAToken(String method, String path, String allowed) {
        var answer = platform.send(Request.of(method, path));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.error()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(answer.header("Allow")).isEqualTo(allowed);

        var options = platform.send(Request.of("OPTIONS", path));
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo(allowed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {Request.LINKED_NUMBER, Request.HISTORY, "/openapi.yaml", "/docs", "/docs/docs.js", "/nowhere"})
    void headRespondsLikeGetWithoutABody(String path) {
        var get = platform.send(Request.get(path).by(TOKEN).with("X-Request-Id", "same"));
        var head = platform.send(Request.of("HEAD", path).by(TOKEN).with("X-Request-Id", "same"));

        assertThat(head.status()).isEqualTo(get.status());
        assertThat(head.headers())
                .usingRecursiveComparison()
                .ignoringFields("date")
                .isEqualTo(get.headers());
    }

    @Test
    void e72_preflightNeedsNoToken() {
        var answer = platform.send(Request.of("OPTIONS", Request.dropPath("event"))
                .with("Origin", ORIGIN)
                .with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "user-jwt-token, idempotency-key, content-type"));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("GET", "POST");
        assertThat(answer.header("Access-Control-Allow-Headers").split(", ", -1))
                .contains("user-jwt-token", "content-type", "content-encoding", "idempotency-key", "x-request-id")
                .contains("traceparent", "tracestate", "baggage", "sentry-trace");
        assertThat(answer.header("Vary")).containsIgnoringCase("origin");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void e72_everyResponseIncludingErrorsCarriesCorsHeaders(Request request) {
        var answer = platform.send(request.with("Origin", ORIGIN));

        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(answer.header("Access-Control-Expose-Headers"))
                .contains("X-Request-Id", "X-Next-Cursor", "Retry-After");
    }

    @Test
    void anUnknownOriginIsNotAllowed() {
        for (var origin : List.of("https://evil.example.com", ORIGIN + ".evil.example.com", "null")) {
            assertThat(platform.send(Request.history("").by(TOKEN).with("Origin", origin))
                            .headers()
                            .keySet())
                    .noneMatch(name -> name.startsWith("access-control-"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /docs?%zz=1 HTTP/1.1\r\nHost: h\r\n",
                "GET /docs HTTP/1.1\r\nHost: h\r\nHost: other\r\n",
                "POST %s HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nContent-Length: 3\r\n",
                "POST %s HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n",
                "POST %s HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n",
                "POST %s HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Type: text/plain\r\n",
                "GET /docs HTTP/9.9\r\nHost: h\r\n",
                "GET  /docs\r\n",
                "\u0016\u0003\u0001 is no HTTP\r\n"
            })
    void aMalformedRequestGetsTheCommonErrorShape(String head) {
        var answer =
                platform.client().sendRaw(head.replace("%s", Request.dropPath("event")) + "Connection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("BAD_REQUEST");
    }

    @Test
    void anInvalidEscapeInAnUnknownPathIs404() {
        var answer = platform.client().sendRaw("GET /nowhere/%zz%00 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.error()).isEqualTo("NOT_FOUND");
    }

    @Test
    void rejectsTwoContentLengths() {
        for (var second : List.of("Content-Length: 3", "Transfer-Encoding: chunked")) {
            var answer = platform.client().sendRaw("""
                            POST %s HTTP/1.1\r
                            Host: h\r
                            user-jwt-token: %s\r
                            Content-Type: application/json\r
                            Connection: close\r
                            Content-Length: 2\r
                            %s\r
                            \r
                            {}""".formatted(Request.dropPath("two-lengths"), TOKEN, second));
            assertThat(answer.status()).as(second).isEqualTo(400);
        }
        assertThat(platform.sql("SELECT event_id FROM analytics.event WHERE event_id = 'two-lengths'"))
                .isEmpty();
    }

    @Test
    void rejectsAnOversizedRequestLineAndOversizedHeaders() {
        var line = "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
        var header = "GET /docs HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(100_000) + "\r\nConnection: close\r\n\r\n";

        assertThat(platform.client().sendRaw(line).status()).isEqualTo(400);
        assertThat(platform.client().sendRaw(header).status()).isEqualTo(400);
    }
}
