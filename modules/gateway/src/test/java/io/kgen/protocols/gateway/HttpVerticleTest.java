package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.ServiceFailure;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.EventRecorded;
import io.kgen.protocols.contracts.analytics.EventResult;
import io.kgen.protocols.contracts.analytics.EventsRecorded;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.analytics.RecordStatus;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.platform.BusServer;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.RawHttp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP door with services of the test behind it. */
class HttpVerticleTest {

    private static final String SECRET = "the-secret-of-the-default-keyring-of-this-test";
    private static final String TOKEN = PlayerToken.of("client", "user").signedBy(SECRET);
    private static final String LINKED_NUMBER = "/fe/users/account/linked-mobile-number";
    private static final String DROP = "/fe/analytics/px-tracker/events/testEventID/drop";
    private static final String ORIGIN = "https://play.example.com";

    private final Vertx vertx = Vertx.vertx();
    private final HttpVerticle verticle = new HttpVerticle(
            new HttpConfig("127.0.0.1", 0, Set.of(ORIGIN), Duration.ofSeconds(5)),
            new AuthConfig(List.of(new VerificationKey("HS256", null, new Secret(SECRET))), Map.of(), 10));
    private final HttpClient client = HttpClient.newHttpClient();

    private Function<FindLinkedNumber, Future<LinkedNumber>> find =
            request -> Future.succeededFuture(new LinkedNumber(request.userId(), "", "", "", "1234567890", ""));
    private Function<RecordEvent, Future<EventRecorded>> record =
            request -> Future.succeededFuture(new EventRecorded(RecordStatus.STORED));

    private Function<RecordEvents, Future<EventsRecorded>> recordAll = HttpVerticleTest::storeWhatIsAnEvent;

    @BeforeEach
    void start() {
        new BusServer(vertx)
                .serve(UsersOperations.FIND_LINKED_NUMBER, request -> find.apply(request))
                .serve(AnalyticsOperations.RECORD_EVENT, request -> record.apply(request))
                .serve(AnalyticsOperations.RECORD_EVENTS, request -> recordAll.apply(request))
                .started()
                .await();
        vertx.deployVerticle(verticle).await();
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void answersTheFrozenKeysInTheirOrder() {
        assertThat(send(get(LINKED_NUMBER)).body())
                .isEqualTo("{\"UserID\":\"user\",\"NameSpacedThirdPartyUserID\":\"\",\"WalletAddress\":\"\","
                        + "\"IndiggWalletAddress\":\"\",\"LinkedPhone\":\"1234567890\",\"KGenID\":\"\"}");
    }

    @Test
    void everyAnswerCarriesTheCommonHeaders() {
        for (var request : List.of(get(LINKED_NUMBER), get("/nowhere"), unauthenticated(LINKED_NUMBER), drop("[]"))) {
            var headers = send(request).headers();
            assertThat(headers.firstValue("X-Request-Id")).isPresent();
            assertThat(headers.firstValue("Cache-Control")).contains("no-store");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-b_c.9", "0123456789012345678901234567890123456789012345678901234567890123"})
    void keepsTheCallersRequestId(String id) {
        var answer = send(get("/nowhere").header("X-Request-Id", id));
        assertThat(answer.headers().allValues("X-Request-Id")).containsExactly(id);
        assertThat(new JsonObject(answer.body()).getString("requestId")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "é", "01234567890123456789012345678901234567890123456789012345678901234"})
    void replacesARequestIdThatCouldForgeALogLine(String id) {
        var answer = RawHttp.send(
                verticle.port(),
                "GET /nowhere HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-Request-Id: " + id + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 404").contains("X-Request-Id: ").doesNotContain("X-Request-Id: " + id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/fe",
                "/fe/users/account/linked-mobile-number/",
                "/FE/users/account/linked-mobile-number",
                "/fe/users/account/../account/linked-mobile-number",
                "//fe/users/account/linked-mobile-number",
                "/%zz",
                "/%00",
                "/fe/analytics/px-tracker/events/a/b/drop",
                "/fe/users/account/linked%2Dmobile-number"
            })
    void answersNotFoundForEveryOtherPath(String path) {
        assertThat(RawHttp.send(verticle.port(), "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404")
                .contains("\"error\":\"NOT_FOUND\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "FOO"})
    void answersMethodNotAllowedWithWhatIs(String method) {
        assertThat(RawHttp.send(
                        verticle.port(),
                        method + " " + LINKED_NUMBER
                                + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\ncontent-length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .containsIgnoringCase("allow: GET, HEAD, OPTIONS")
                .contains("\"error\":\"METHOD_NOT_ALLOWED\"");
    }

    @Test
    void headAnswersAsGetWithoutTheBody() {
        var answer = RawHttp.send(
                verticle.port(),
                "HEAD " + LINKED_NUMBER + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nuser-jwt-token: " + TOKEN
                        + "\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-length: 1")
                .endsWith("\r\n\r\n");
    }

    @Test
    void optionsAnswersWhatIsAllowedWithoutAToken() {
        var answer =
                RawHttp.send(verticle.port(), "OPTIONS " + DROP + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 204").containsIgnoringCase("allow: POST, OPTIONS");
    }

    @Test
    void e72_preflightNeedsNoToken() {
        var answer = RawHttp.send(
                verticle.port(),
                "OPTIONS " + DROP + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nOrigin: " + ORIGIN + "\r\n"
                        + "Access-Control-Request-Method: POST\r\n"
                        + "Access-Control-Request-Headers: user-jwt-token, idempotency-key, content-type\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 204")
                .containsIgnoringCase("access-control-allow-origin: " + ORIGIN)
                .containsIgnoringCase(
                        "access-control-allow-headers: user-jwt-token, content-type, idempotency-key, x-request-id");
    }

    @Test
    void e72_errorsCarryCorsHeadersToo() {
        find = request -> Future.failedFuture(ServiceFailure.unavailable("away", null));
        assertThat(send(unauthenticated(LINKED_NUMBER).header("Origin", ORIGIN)))
                .satisfies(readableFrom(401));
        assertThat(send(get(LINKED_NUMBER).header("Origin", ORIGIN))).satisfies(readableFrom(503));
        assertThat(send(drop("x".repeat(40_000)).header("Origin", ORIGIN))).satisfies(readableFrom(413));
    }

    @Test
    void anOriginThatIsNotConfiguredGetsNoCorsHeaders() {
        var answer = send(get(LINKED_NUMBER).header("Origin", "https://evil.example.com"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                "Host: other\r\nContent-Length: 2\r\n\r\n{}",
                "Content-Length: -1\r\n\r\n{}",
                "no colon\r\n\r\n"
            })
    void refusesWhatProxiesReadDifferently(String rest) {
        var answer = RawHttp.send(
                verticle.port(),
                "POST " + DROP
                        + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nuser-jwt-token: "
                        + TOKEN + "\r\n" + rest);
        assertThat(answer).contains(" 400 Bad Request").contains("\"error\":\"BAD_REQUEST\"");
    }

    @Test
    void neverAnswersOkToABrokenChunk() {
        var answer = RawHttp.send(
                verticle.port(),
                "POST " + DROP
                        + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: application/json\r\nuser-jwt-token: "
                        + TOKEN + "\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
        assertThat(answer).doesNotContain(" 200 ").doesNotContain(" 50");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GARBAGE\r\n\r\n", "GET / HTTP/x\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n"})
    void answersWhatIsNotHttpInTheSameShape(String bytes) {
        assertThat(RawHttp.send(verticle.port(), bytes)).contains("\"error\":\"BAD_REQUEST\"");
    }

    @Test
    void refusesAnOversizedRequestLineAndOversizedHeaders() {
        assertThat(RawHttp.send(
                        verticle.port(),
                        "GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"))
                .contains(" 400 Bad Request")
                .contains("BAD_REQUEST");
        assertThat(RawHttp.send(
                        verticle.port(),
                        "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX: " + "x".repeat(80_000) + "\r\n\r\n"))
                .contains(" 400 Bad Request")
                .contains("BAD_REQUEST");
    }

    @Test
    void refusesAnOversizedBodyWhetherDeclaredOrNot() {
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

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "[]", "null", "{", "{\"a\":true}", "{\"a\":1}x"})
    void refusesABodyThatIsNoFlatObject(String body) {
        var answer = send(drop(body));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new JsonObject(answer.body()).getString("error")).isEqualTo("BAD_REQUEST");
    }

    @Test
    void namesTheAttributeAtFault() {
        var details = new JsonObject(send(drop("{\"ok\":1,\"a/b\":[1]}")).body()).getJsonArray("details");
        assertThat(details.getJsonObject(0).getString("path")).isEqualTo("/a~1b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%00", "a%2Fb", "%zz", "%", "%C3%28", ".a", "-a", "", "%20", "a b", "..", "%2e%2e", "ä", "a+b", "a%"
            })
    void refusesABadEventId(String eventId) {
        var answer = RawHttp.send(
                verticle.port(),
                "POST /fe/analytics/px-tracker/events/" + eventId
                        + "/drop HTTP/1.1\r\nHost: h\r\nConnection: close\r\nuser-jwt-token: " + TOKEN
                        + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(answer).contains(" 400 Bad Request").contains("\"error\":\"BAD_REQUEST\"");
    }

    @Test
    void decodesAnEscapedEventId() {
        var seen = Promise.<RecordEvent>promise();
        record = request -> {
            seen.complete(request);
            return Future.succeededFuture(new EventRecorded(RecordStatus.STORED));
        };
        var answer = send(request("/fe/analytics/px-tracker/events/%61%3Ab/drop")
                .header("Content-Type", "application/json; charset=UTF-8")
                .POST(BodyPublishers.ofString("{\"a\":1.50}")));
        assertThat(answer.body()).isEqualTo("{\"msg\":\"event dropped successfully\"}");
        assertThat(seen.future().await().eventId()).isEqualTo("a:b");
        assertThat(seen.future().await().attributes().json()).isEqualTo("{\"a\":1.50}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/jsonx", "application/json; charset=latin1", "application/xml"})
    void refusesAnotherMediaType(String type) {
        var answer = send(request(DROP).header("Content-Type", type).POST(BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(send(request(DROP).POST(BodyPublishers.ofString("{}"))).statusCode())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x=1", "limit=1", "x", "%zz=1", "=", "&"})
    void refusesUnknownQueryParameters(String query) {
        var answer = RawHttp.send(
                verticle.port(),
                "GET " + LINKED_NUMBER + "?" + query + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nuser-jwt-token: "
                        + TOKEN + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400");
    }

    @Test
    void eachFailureOfAServiceHasItsAnswer() {
        var expected = Map.of(
                FailureCode.INVALID, "400 BAD_REQUEST",
                FailureCode.NOT_FOUND, "500 RECORD_NOT_FOUND",
                FailureCode.CONFLICT, "409 IDEMPOTENCY_CONFLICT",
                FailureCode.OVERLOADED, "429 RATE_LIMITED",
                FailureCode.UNAVAILABLE, "503 UNAVAILABLE",
                FailureCode.FORBIDDEN, "500 INTERNAL",
                FailureCode.INTERNAL, "500 INTERNAL");
        expected.forEach((code, answer) -> {
            find = request -> Future.failedFuture(new ServiceFailure(code, "why"));
            var response = send(get(LINKED_NUMBER));
            assertThat(response.statusCode() + " " + new JsonObject(response.body()).getString("error"))
                    .isEqualTo(answer);
            assertThat(response.headers().firstValue("Retry-After").isPresent())
                    .isEqualTo(response.statusCode() == 503 || response.statusCode() == 429);
        });
    }

    @Test
    void e60_aHandlerThatThrowsIsAFixedTextAndNothingElse() {
        find = request -> {
            throw new IllegalStateException("select secret from somewhere");
        };
        var answer = send(get(LINKED_NUMBER));
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("\"error\":\"INTERNAL\"").doesNotContain("secret");
    }

    @Test
    void e60_aModuleThatIsNotDeployedIs503AndOneThatIsSilentIs504() {
        var redirect = request("/fe/users/k-store/generate-redirect-uri").POST(BodyPublishers.noBody());
        assertThat(send(redirect).statusCode()).isEqualTo(503);
        find = request -> Promise.<LinkedNumber>promise().future();
        assertThat(send(get(LINKED_NUMBER)).statusCode()).isEqualTo(504);
    }

    @Test
    void stoppingFinishesTheRequestInFlight() {
        var answer = Promise.<LinkedNumber>promise();
        var arrived = Promise.<Void>promise();
        find = request -> {
            arrived.complete();
            return answer.future();
        };
        var response = client.sendAsync(get(LINKED_NUMBER).build(), BodyHandlers.ofString());
        arrived.future().await();
        var stopped = vertx.undeploy(verticle.deploymentID());
        answer.complete(new LinkedNumber("user", "", "", "", "1", ""));
        assertThat(response.join().statusCode()).isEqualTo(200);
        stopped.await();
    }

    @Test
    void aBatchIsAnsweredItemByItemAndByTheWorst() {
        var good = "{\"eventId\":\"e\",\"attributes\":{}}";
        var stored = "{\"index\":0,\"status\":\"stored\",\"retryable\":false}";
        assertThat(send(batch(good))).satisfies(answers(200, "{\"results\":[" + stored + "]}"));

        var rejected = "{\"index\":1,\"status\":\"rejected\",\"error\":\"BAD_REQUEST\","
                + "\"msg\":\"must be an object with eventId and attributes\",\"retryable\":false}";
        assertThat(send(batch(good + ",5"))).satisfies(answers(400, "{\"results\":[" + stored + "," + rejected + "]}"));

        recordAll = request -> Future.failedFuture(ServiceFailure.unavailable("away", null));
        var answer = send(batch(good + ",5"));
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer)
                .satisfies(answers(
                        503,
                        "{\"results\":[{\"index\":0,\"status\":\"retry\",\"error\":\"UNAVAILABLE\",\"msg\":\"away\","
                                + "\"retryable\":true}," + rejected + "]}"));
    }

    @Test
    void refusesABatchOfMoreThanAMegabyteAndOneThatIsNone() {
        assertThat(send(batch(" ".repeat(1_100_000))).statusCode()).isEqualTo(413);
        assertThat(send(batch("")).statusCode()).isEqualTo(400);
    }

    @Test
    void passesTheIdempotencyKeyOnAndAnswersAConflict() {
        record = request -> request.key().equals("mine!")
                ? Future.succeededFuture(new EventRecorded(RecordStatus.DUPLICATE))
                : Future.failedFuture(new ServiceFailure(FailureCode.CONFLICT, "other content"));
        assertThat(send(drop("{}").header("Idempotency-Key", "mine!")).body())
                .isEqualTo("{\"msg\":\"event dropped successfully\"}");
        var conflict = send(drop("{}").header("Idempotency-Key", "other"));
        assertThat(conflict.statusCode()).isEqualTo(409);
        assertThat(conflict.body()).contains("IDEMPOTENCY_CONFLICT");
    }

    @Test
    void refusesABadIdempotencyKey() {
        for (var key : List.of("", "with space", "x".repeat(101))) {
            assertThat(send(drop("{}").header("Idempotency-Key", key)).statusCode())
                    .isEqualTo(400);
        }
        var two = drop("{}").header("Idempotency-Key", "a").header("Idempotency-Key", "a");
        assertThat(send(two).statusCode()).isEqualTo(400);
    }

    private static Future<EventsRecorded> storeWhatIsAnEvent(RecordEvents batch) {
        return Future.succeededFuture(new EventsRecorded(IntStream.range(
                        0, batch.events().size())
                .mapToObj(i -> batch.events().get(i).fault() == null
                        ? EventResult.committed(i, RecordStatus.STORED)
                        : EventResult.failed(
                                i, ServiceFailure.invalid(batch.events().get(i).fault())))
                .toList()));
    }

    private static Consumer<HttpResponse<String>> answers(int status, String body) {
        return answer -> {
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo(body);
        };
    }

    private HttpRequest.Builder batch(String items) {
        return request("/fe/analytics/px-tracker/events/batch")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"events\":[" + items + "]}"));
    }

    private Consumer<HttpResponse<String>> readableFrom(int status) {
        return answer -> {
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValue("access-control-allow-origin"))
                    .contains(ORIGIN);
            assertThat(answer.headers()
                            .firstValue("access-control-expose-headers")
                            .orElse(""))
                    .contains("Retry-After");
        };
    }

    private HttpRequest.Builder get(String path) {
        return request(path);
    }

    private HttpRequest.Builder drop(String body) {
        return request(DROP).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    private HttpRequest.Builder gzip(byte[] body) {
        return drop("").header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(body));
    }

    private HttpRequest.Builder request(String path) {
        return unauthenticated(path).header("user-jwt-token", TOKEN);
    }

    private HttpRequest.Builder unauthenticated(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + verticle.port() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    private static byte[] gzipped(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
