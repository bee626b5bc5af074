package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.sandbox.RawHttp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers, CORS and errors of the HTTP contract. */
class JsonResponsesTest extends GatewayFixture {

    @Test
    void writesTheFieldsOfTheContractInTheirOrder() {
        assertThat(send(get(LINKED_NUMBER)).body())
                .isEqualTo("{\"UserID\":\"user\",\"NameSpacedThirdPartyUserID\":\"\",\"WalletAddress\":\"\","
                        + "\"IndiggWalletAddress\":\"\",\"LinkedPhone\":\"1234567890\",\"KGenID\":\"\"}");
    }

    @Test
    void everyResponseHasTheCommonHeaders() {
        for (var request : List.of(get(LINKED_NUMBER), get("/nowhere"), unauthenticated(LINKED_NUMBER), drop("[]"))) {
            var headers = send(request).headers();
            assertThat(headers.firstValue("X-Request-Id")).isPresent();
            assertThat(headers.firstValue("Cache-Control")).contains("no-store");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-b_c.9", "0123456789012345678901234567890123456789012345678901234567890123"})
    void keepsTheRequestIdOfTheClient(String id) {
        var response = send(get("/nowhere").header("X-Request-Id", id));
        assertThat(response.headers().allValues("X-Request-Id")).containsExactly(id);
        assertThat(new JsonObject(response.body()).getString("requestId")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "é", "01234567890123456789012345678901234567890123456789012345678901234"})
    void replacesARequestIdThatIsUnsafeInALogLine(String id) {
        var response = RawHttp.send(
                verticle.port(),
                "GET /nowhere HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-Request-Id: " + id + "\r\n\r\n");
        assertThat(response)
                .startsWith("HTTP/1.1 404")
                .contains("X-Request-Id: ")
                .doesNotContain("X-Request-Id: " + id);
    }

    @Test
    void e72_preflightNeedsNoToken() {
        var response = RawHttp.send(
                verticle.port(),
                "OPTIONS " + DROP + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nOrigin: " + ORIGIN + "\r\n"
                        + "Access-Control-Request-Method: POST\r\n"
                        + "Access-Control-Request-Headers: user-jwt-token, idempotency-key, content-type\r\n\r\n");
        assertThat(response)
                .startsWith("HTTP/1.1 204")
                .containsIgnoringCase("access-control-allow-origin: " + ORIGIN)
                .containsIgnoringCase(
                        "access-control-allow-headers: user-jwt-token, content-type, content-encoding, idempotency-key, x-request-id");
    }

    @Test
    void e72_errorsHaveCorsHeadersToo() {
        find = request -> Future.failedFuture(ServiceException.unavailable("database unavailable", null));
        assertThat(send(unauthenticated(LINKED_NUMBER).header("Origin", ORIGIN)))
                .satisfies(readableFrom(401));
        assertThat(send(get(LINKED_NUMBER).header("Origin", ORIGIN))).satisfies(readableFrom(503));
        assertThat(send(drop("x".repeat(40_000)).header("Origin", ORIGIN))).satisfies(readableFrom(413));
    }

    @Test
    void anOriginThatIsNotConfiguredGetsNoCorsHeaders() {
        var response = send(get(LINKED_NUMBER).header("Origin", "https://evil.example.com"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    void eachFailureOfAServiceHasItsStatusAndCode() {
        var expected = Map.of(
                FailureCode.INVALID, "400 BAD_REQUEST",
                FailureCode.NOT_FOUND, "500 RECORD_NOT_FOUND",
                FailureCode.CONFLICT, "409 IDEMPOTENCY_CONFLICT",
                FailureCode.OVERLOADED, "429 RATE_LIMITED",
                FailureCode.UNAVAILABLE, "503 UNAVAILABLE",
                FailureCode.FORBIDDEN, "500 INTERNAL",
                FailureCode.INTERNAL, "500 INTERNAL");
        expected.forEach((code, statusAndError) -> {
            find = request -> Future.failedFuture(new ServiceException(code, "why"));
            var response = send(get(LINKED_NUMBER));
            assertThat(response.statusCode() + " " + new JsonObject(response.body()).getString("error"))
                    .isEqualTo(statusAndError);
            assertThat(response.headers().firstValue("Retry-After").isPresent())
                    .isEqualTo(response.statusCode() == 503 || response.statusCode() == 429);
        });
    }

    @Test
    void e60_anExceptionOfAHandlerIsAFixedTextWithoutDetails() {
        find = request -> {
            throw new IllegalStateException("select secret from somewhere");
        };
        var response = send(get(LINKED_NUMBER));
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("\"error\":\"INTERNAL\"").doesNotContain("secret");
    }

    @Test
    void e60_aModuleThatIsNotDeployedIs503AndOneThatDoesNotReplyIs504() {
        var redirect = request("/fe/users/k-store/generate-redirect-uri").POST(BodyPublishers.noBody());
        assertThat(send(redirect).statusCode()).isEqualTo(503);
        find = request -> Promise.<LinkedNumber>promise().future();
        assertThat(send(get(LINKED_NUMBER)).statusCode()).isEqualTo(504);
    }

    private Consumer<HttpResponse<String>> readableFrom(int status) {
        return response -> {
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.headers().firstValue("access-control-allow-origin"))
                    .contains(ORIGIN);
            assertThat(response.headers()
                            .firstValue("access-control-expose-headers")
                            .orElse(""))
                    .contains("Retry-After");
        };
    }
}
