package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.kstore.RedeemCode;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The endpoint for the store's server: credentials and responses. */
class RedeemCodeTest extends GatewayFixture {

    private static final String BODY = "{\"code\":\"a-code\"}";

    private final List<RedeemCode> calls = new ArrayList<>();

    @BeforeEach
    void listen() {
        var answering = redeem;
        redeem = request -> {
            calls.add(request);
            return answering.apply(request);
        };
    }

    @Test
    void respondsWithThePlayerOfTheCode() {
        assertThat(send(redeem(BODY)).body())
                .isEqualTo("{\"issuer\":\"client\",\"userId\":\"user\","
                        + "\"namespacedThirdPartyUserId\":\"client___user\",\"walletAddress\":\"0xwallet\","
                        + "\"linkedPhone\":\"1234567890\"}");
        assertThat(calls).containsExactly(new RedeemCode("k-store", "a-code"));
    }

    @Test
    void theSecretBeforeARotationIsStillAccepted() {
        assertThat(send(redeem(BODY, "store-server", OLD_STORE_SECRET)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "store-server, wrong",
        "store-server, ''",
        "store-server, the-secret-of-the-store-of-this-tes",
        "store-server, the-secret-of-the-store-of-this-testt",
        "another, the-secret-of-the-store-of-this-test",
        "'', the-secret-of-the-store-of-this-test",
        "'', ''"
    })
    void wrongCredentialsGetTheSameResponse(String id, String secret) {
        assertThat(send(redeem(BODY, id, secret))).satisfies(this::assertUnauthorized);
    }

    @Test
    void missingAndDuplicateCredentialsGetTheSameResponse() {
        assertThat(send(json(BODY))).satisfies(this::assertUnauthorized);
        assertThat(send(json(BODY).header("x-client-id", "store-server"))).satisfies(this::assertUnauthorized);
        assertThat(send(json(BODY).header("x-client-secret", STORE_SECRET))).satisfies(this::assertUnauthorized);
        assertThat(send(redeem(BODY).header("x-client-secret", STORE_SECRET))).satisfies(this::assertUnauthorized);
        assertThat(send(redeem(BODY).header("x-client-id", "store-server"))).satisfies(this::assertUnauthorized);
        assertThat(send(json(BODY).header("user-jwt-token", TOKEN))).satisfies(this::assertUnauthorized);
    }

    @Test
    void checksTheCredentialsBeforeTheBody() {
        var request = unauthenticated(REDEEM).POST(BodyPublishers.ofString("x".repeat(10_000)));
        assertThat(send(request)).satisfies(this::assertUnauthorized);
    }

    @Test
    void e40_unknownUsedExpiredAndImpossibleCodesGetTheSameResponse() {
        redeem = request -> Future.failedFuture(new ServiceException(FailureCode.NOT_FOUND, "the code is not valid"));
        var codes = List.of("unknown", "", "x".repeat(300), "\\u0000", "\\ud800", "ü");

        assertThat(codes)
                .allSatisfy(code -> assertThat(send(redeem("{\"code\":\"" + code + "\"}")))
                        .satisfies(error(400, "CODE_INVALID", "the code is not valid")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "\"a-code\"",
                "{\"code\":7}",
                "{\"code\":null}",
                "{\"code\":\"a\",\"store\":\"other\"}",
                "{\"code\":\"a\",\"code\":\"b\"}",
                "{\"Code\":\"a\"}",
                "{\"code\":\"a\"} {}",
                "{\"code\":\"a\"",
                "{/**/\"code\":\"a\"}",
                " "
            })
    void anotherBodyIsABadRequestWithoutACall(String body) {
        assertThat(send(redeem(body)))
                .satisfies(error(
                        400, "BAD_REQUEST", "the body must be a JSON object with the string code, and nothing else"));
        assertThat(calls).isEmpty();
    }

    @Test
    void aBodyBeyond4KbIsTooLarge() {
        assertThat(send(redeem("{\"code\":\"" + "x".repeat(5_000) + "\"}")).statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE"})
    void e40_noOtherMethodReachesTheService(String method) {
        var response = send(redeem(BODY).method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("POST, OPTIONS");
        assertThat(calls).isEmpty();
    }

    @Test
    void anUnavailableServiceDoesNotMakeTheCodeInvalid() {
        redeem = request -> Future.failedFuture(ServiceException.unavailable("database unavailable", null));
        assertThat(send(redeem(BODY)).statusCode()).isEqualTo(503);
    }

    private HttpRequest.Builder redeem(String body) {
        return redeem(body, "store-server", STORE_SECRET);
    }

    private HttpRequest.Builder redeem(String body, String id, String secret) {
        return json(body).header("x-client-id", id).header("x-client-secret", secret);
    }

    private HttpRequest.Builder json(String body) {
        return unauthenticated(REDEEM)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private void assertUnauthorized(HttpResponse<String> response) {
        assertThat(response)
                .satisfies(error(401, "UN_AUTHORIZED", "x-client-id and x-client-secret are not those of a store"));
        assertThat(calls).isEmpty();
    }

    private static Consumer<HttpResponse<String>> error(int status, String code, String msg) {
        return response -> {
            assertThat(response.statusCode()).isEqualTo(status);
            var error = new JsonObject(response.body());
            assertThat(error.getString("error")).isEqualTo(code);
            assertThat(error.getString("msg")).isEqualTo(msg);
            assertThat(error.getString("requestId")).isNotEmpty();
        };
    }
}
