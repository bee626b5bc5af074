package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.kgen.protocols.gateway.bodies.GzipFixture;
import io.kgen.protocols.sandbox.RawHttp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The section "Event drop" of the HTTP contract, batches included. */
class DropEventsTest extends GatewayFixture {

    @Test
    void decodesAnEscapedEventId() {
        var seen = Promise.<RecordEvent>promise();
        record = request -> {
            seen.complete(request);
            return Future.succeededFuture(new RecordEventReply(WriteStatus.STORED));
        };
        var response = send(request("/fe/analytics/px-tracker/events/%61%3Ab/drop")
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(BodyPublishers.ofString("{\"a\":1.50}")));
        assertThat(response.body()).isEqualTo("{\"msg\":\"event dropped successfully\"}");
        assertThat(seen.future().await().eventId()).isEqualTo("a:b");
        assertThat(seen.future().await().attributes().json()).isEqualTo("{\"a\":1.50}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%00", "a%2Fb", "%zz", "%", "%C3%28", ".a", "-a", "", "%20", "a b", "..", "%2e%2e", "ä", "a+b", "a%"
            })
    void rejectsAnInvalidEventId(String eventId) {
        var response = RawHttp.send(
                verticle.port(),
                "POST /fe/analytics/px-tracker/events/" + eventId
                        + "/drop HTTP/1.1\r\nHost: h\r\nConnection: close\r\nuser-jwt-token: " + TOKEN
                        + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(response).contains(" 400 Bad Request").contains("\"error\":\"BAD_REQUEST\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "[]", "null", "{", "{\"a\":true}", "{\"a\":1}x"})
    void rejectsABodyThatIsNotAFlatObject(String body) {
        var response = send(drop(body));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(response.body()).getString("error")).isEqualTo("BAD_REQUEST");
    }

    @Test
    void namesTheInvalidAttribute() {
        var details = new JsonObject(send(drop("{\"ok\":1,\"a/b\":[1]}")).body()).getJsonArray("details");
        assertThat(details.getJsonObject(0).getString("path")).isEqualTo("/a~1b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/jsonx", "application/json; charset=latin1", "application/xml"})
    void rejectsOtherMediaTypes(String type) {
        var response = send(request(DROP).header("Content-Type", type).POST(BodyPublishers.ofString("{}")));
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(send(request(DROP).POST(BodyPublishers.ofString("{}"))).statusCode())
                .isEqualTo(415);
    }

    @Test
    void rejectsAnOversizedBodyWithAndWithoutALength() {
        assertThat(send(drop("{\"a\":\"" + "x".repeat(33_000) + "\"}")).statusCode())
                .isEqualTo(413);
        var chunk = Integer.toHexString(33_000) + "\r\n" + "x".repeat(33_000) + "\r\n0\r\n\r\n";
        assertThat(RawHttp.send(
                        verticle.port(),
                        "POST " + DROP
                                + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nuser-jwt-token: "
                                + TOKEN + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk))
                .startsWith("HTTP/1.1 413")
                .contains("PAYLOAD_TOO_LARGE");
    }

    @Test
    void inflatesGzipWithinTheLimitOfTheInflatedSize() throws IOException {
        assertThat(send(gzip(gzipped("{\"a\":1}"))).statusCode()).isEqualTo(200);
        assertThat(send(gzip(gzipped(" ".repeat(10_000_000)))).statusCode()).isEqualTo(413);
        var corrupt = gzipped("{\"a\":1}");
        corrupt[12] ^= 0x55;
        assertThat(send(gzip(corrupt)).statusCode()).isEqualTo(400);
        assertThat(send(gzip("{}".getBytes(StandardCharsets.UTF_8))).statusCode())
                .isEqualTo(400);
    }

    @Test
    void passesTheIdempotencyKeyOnAndRespondsToAConflict() {
        record = request -> request.key().equals("mine!")
                ? Future.succeededFuture(new RecordEventReply(WriteStatus.DUPLICATE))
                : Future.failedFuture(new ServiceException(FailureCode.CONFLICT, "other content"));
        assertThat(send(drop("{}").header("Idempotency-Key", "mine!")).body())
                .isEqualTo("{\"msg\":\"event dropped successfully\"}");
        var conflict = send(drop("{}").header("Idempotency-Key", "other"));
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.body()).contains("IDEMPOTENCY_CONFLICT");
    }

    @Test
    void rejectsAnInvalidIdempotencyKey() {
        for (var key : List.of("", "with space", "x".repeat(101))) {
            assertThat(send(drop("{}").header("Idempotency-Key", key)).statusCode())
                    .isEqualTo(400);
        }
        var two = drop("{}").header("Idempotency-Key", "a").header("Idempotency-Key", "a");
        assertThat(send(two).statusCode()).isEqualTo(400);
    }

    @Test
    void aBatchResponseListsEveryItemAndHasTheWorstStatus() {
        var good = "{\"eventId\":\"e\",\"attributes\":{}}";
        var stored = "{\"index\":0,\"status\":\"stored\",\"retryable\":false}";
        assertThat(send(batch(good))).satisfies(hasResponse(200, "{\"results\":[" + stored + "]}"));

        var rejected = "{\"index\":1,\"status\":\"rejected\",\"error\":\"BAD_REQUEST\","
                + "\"msg\":\"must be an object with eventId and attributes\",\"retryable\":false}";
        assertThat(send(batch(good + ",5")))
                .satisfies(hasResponse(400, "{\"results\":[" + stored + "," + rejected + "]}"));

        recordAll = request -> Future.failedFuture(ServiceException.unavailable("database unavailable", null));
        var response = send(batch(good + ",5"));
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response)
                .satisfies(hasResponse(
                        503,
                        "{\"results\":[{\"index\":0,\"status\":\"retry\",\"error\":\"UNAVAILABLE\",\"msg\":\"not available at the moment, try again\","
                                + "\"retryable\":true}," + rejected + "]}"));
    }

    @Test
    void rejectsABatchOfMoreThanAMegabyteAndABodyThatIsNotABatch() {
        assertThat(send(batch(" ".repeat(1_100_000))).statusCode()).isEqualTo(413);
        assertThat(send(batch("")).statusCode()).isEqualTo(400);
    }

    private static Consumer<HttpResponse<String>> hasResponse(int status, String body) {
        return response -> {
            assertThat(response.statusCode()).isEqualTo(status);
            assertThat(response.body()).isEqualTo(body);
        };
    }

    private HttpRequest.Builder batch(String items) {
        return request("/fe/analytics/px-tracker/events/batch")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"events\":[" + items + "]}"));
    }

    private HttpRequest.Builder gzip(byte[] body) {
        return drop("").header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(body));
    }

    private static byte[] gzipped(String text) {
        return GzipFixture.gzipped(text.getBytes(StandardCharsets.UTF_8));
    }
}
