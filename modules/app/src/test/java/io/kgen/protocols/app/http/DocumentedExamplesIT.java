package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kgen.protocols.app.support.Answer;
import io.kgen.protocols.app.support.ItemResults;
import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.sandbox.PlayerToken;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the examples of the published contract with the responses of the product. */
@PlatformTest
class DocumentedExamplesIT {

    private static final JsonObject DOCUMENT = document();
    private static final String PLAYER = "1234";

    private final RunningPlatform platform;

    DocumentedExamplesIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void theLinkedNumberResponseEqualsTheExample() {
        platform.link(ISSUER, PLAYER, "1234567890");

        assertThat(platform.send(Request.linkedNumber().by(token(PLAYER))).text())
                .isEqualTo(example("LinkedNumber").toString());
    }

    @Test
    void theHistoryResponseEqualsTheExample() {
        record("won", 5, "Won", "2021-06-01T12:00:00Z", 100, 500);
        record("lost", 0, "You Lost", null, 10, 0);

        assertThat(platform.send(Request.history("").by(token(PLAYER))).text())
                .isEqualTo(example("Participations").toString());
    }

    @Test
    void theExampleEventAndBatchAreAccepted() {
        var dropped = platform.send(
                Request.drop("testEventID", example("Attributes").toString()).by(token(PLAYER)));
        var batch = platform.send(
                Request.batch(Buffer.buffer(example("EventBatch").toString())).by(token(PLAYER)));

        assertThat(dropped.status()).isEqualTo(200);
        assertThat(dropped.text()).isEqualTo(example("EventDropped").toString());
        assertThat(ItemResults.of(batch)).containsExactly(ItemResults.STORED, ItemResults.STORED);
    }

    @Test
    void theBatchResponseEqualsTheExample() {
        var good = "{\"eventId\":\"e\",\"attributes\":{},\"key\":\"good\"}";
        platform.send(Request.batch(good).by(token("batch")));

        assertThat(platform.send(Request.batch("{\"eventId\":\"e\",\"attributes\":{}}", good)
                                .by(token("batch")))
                        .json())
                .isEqualTo(batchExample(200));
        assertThat(platform.send(Request.batch("{\"eventId\":\"e\",\"attributes\":{}}", "{\"attributes\":{}}")
                                .by(token("batch")))
                        .json())
                .isEqualTo(batchExample(400));
    }

    static Stream<Arguments> errors() {
        var drop = Request.drop("e", "{}").by(token("errors"));
        return Stream.of(
                Arguments.of(
                        "BadRequest",
                        "field",
                        Request.drop("e", "{\"attr1\":true}").by(token("errors"))),
                Arguments.of("Unauthorized", null, Request.linkedNumber().by(expired())),
                Arguments.of("UnknownStore", null, Request.redeem("code").without("x-client-secret")),
                Arguments.of("PayloadTooLarge", null, drop.withBody(new byte[33_000])),
                Arguments.of(
                        "UnsupportedMediaType",
                        null,
                        drop.without("Content-Type").with("Content-Type", "text/plain")),
                Arguments.of("RecordNotFound", "none", Request.linkedNumber().by(token("unknown-player"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void anErrorResponseEqualsTheExample(String response, String name, Request request) {
        assertSameError(platform.send(request), responseExample(response, name));
    }

    @Test
    void aConflictResponseEqualsTheExample() {
        var keyed = Request.drop("e", "{}").by(token("conflict")).with("Idempotency-Key", "k");
        platform.send(keyed);

        assertSameError(
                platform.send(keyed.withBody("{\"a\":1}".getBytes(StandardCharsets.UTF_8))),
                responseExample("IdempotencyConflict", null));
    }

    @Test
    void anInvalidCodeResponseEqualsTheExample() {
        var examples = content(post(Request.REDEEM).getJsonObject("400")).getJsonObject("examples");

        assertSameError(
                platform.send(Request.redeem("unknown")),
                examples.getJsonObject("code").getJsonObject("value"));
        assertSameError(
                platform.send(Request.redeem("unknown").withBody("{}".getBytes(StandardCharsets.UTF_8))),
                examples.getJsonObject("request").getJsonObject("value"));
    }

    private static void assertSameError(Answer answer, JsonObject documented) {
        var said = answer.json().copy();
        said.put("requestId", documented.getString("requestId"));
        assertThat(said).isEqualTo(documented);
    }

    private static String expired() {
        return PlayerToken.of(ISSUER, PLAYER)
                .claim("exp", Instant.now().minusSeconds(600).getEpochSecond())
                .signedBy(RunningPlatform.SECRET);
    }

    private void record(String id, int value, String result, String time, int stake, int won) {
        platform.call(
                AnalyticsOperations.RECORD_PARTICIPATION,
                RecordParticipation.builder(new PlayerId(ISSUER, PLAYER), "examples", id)
                        .type("Tournament")
                        .typeValue(BigDecimal.valueOf(value))
                        .result(result)
                        .occurredAt(time == null ? null : Instant.parse(time))
                        .mode("Quick")
                        .buyInStake(BigDecimal.valueOf(stake))
                        .amountWon(BigDecimal.valueOf(won))
                        .build());
    }

    private static Object example(String schema) {
        return components("schemas")
                .getJsonObject(schema)
                .getJsonArray("examples")
                .getValue(0);
    }

    private static JsonObject responseExample(String response, String name) {
        var content = content(components("responses").getJsonObject(response));
        return name == null
                ? content.getJsonObject("example")
                : content.getJsonObject("examples").getJsonObject(name).getJsonObject("value");
    }

    private static JsonObject batchExample(int status) {
        return content(post(Request.BATCH).getJsonObject(Integer.toString(status)))
                .getJsonObject("examples")
                .getJsonObject("items")
                .getJsonObject("value");
    }

    private static JsonObject content(JsonObject response) {
        return response.getJsonObject("content").getJsonObject("application/json");
    }

    private static JsonObject components(String kind) {
        return DOCUMENT.getJsonObject("components").getJsonObject(kind);
    }

    /** Returns the documented responses of an operation. */
    private static JsonObject post(String path) {
        return DOCUMENT.getJsonObject("paths")
                .getJsonObject(path)
                .getJsonObject("post")
                .getJsonObject("responses");
    }

    /** Reads the document as written, because a resolved contract has another order of fields. */
    @SuppressWarnings("unchecked") // YAML's objects have text for keys
    private static JsonObject document() {
        try (var yaml = DocumentedExamplesIT.class.getResourceAsStream("/openapi.yaml")) {
            return new JsonObject(new YAMLMapper().readValue(yaml, Map.class));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
