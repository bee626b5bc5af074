package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.BridgeClient;
import io.kgen.protocols.app.support.EventTable;
import io.kgen.protocols.app.support.ExactJson;
import io.kgen.protocols.app.support.ItemResults;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.app.support.TableItem;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.BatchItemResult;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same items sent by single drop, HTTP batch, bus and bridge have the same result and message (E14, E15). */
@ExtendWith(SandboxExtension.class)
class SameResultOnEveryInterfaceIT {

    private static final String BRIDGE_TOKEN = "the-token-of-a-client-in-another-language";
    private static final String STORED = "stored";
    private static final String NEIGHBOUR = "{\"eventId\":\"neighbour\",\"attributes\":{}}";

    private static int players;

    @AutoClose
    private static RunningPlatform platform;

    @AutoClose
    private static BridgeClient bridge;

    private final String player = "player-" + players++;

    @BeforeAll
    static void start(Sandbox sandbox, @TempDir Path directory) throws IOException {
        var file = Files.writeString(directory.resolve("bridge.yaml"), """
                bridge:
                  enabled: true
                  port: 0
                  principals:
                    - name: client
                      token: %s
                      send: [analytics.event.record, analytics.events.record]
                """.formatted(BRIDGE_TOKEN));
        platform = RunningPlatform.on(sandbox, file);
        bridge = new BridgeClient(platform.bridgePort().orElseThrow(), BRIDGE_TOKEN);
    }

    static Stream<TableItem> table() {
        return EventTable.all();
    }

    static Stream<TableItem> singleDrops() {
        return EventTable.all().filter(TableItem::isSingleDrop);
    }

    static Stream<TableItem> records() {
        return EventTable.all().filter(SameResultOnEveryInterfaceIT::isRecord);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("singleDrops")
    void e15_singleDropHasTheExpectedResult(TableItem item) {
        var drop = Request.drop("e", item.fields().get("attributes")).by(token(player));
        var key = item.fields().get("key");

        var answer = platform.send(
                key == null || key.equals("null")
                        ? drop
                        : drop.with("Idempotency-Key", key.substring(1, key.length() - 1)));

        assertOutcome(
                item,
                answer.status() == 200
                        ? STORED
                        : asSingleDropMessage(answer.json().getString("msg")));
        if (item.rejection() == null) {
            assertThat(storedAttributes()).containsExactly(item.fields().get("attributes"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void e15_httpBatchHasTheExpectedResult(TableItem item) {
        var answer =
                platform.send(Request.batch(NEIGHBOUR, item.json(), NEIGHBOUR).by(token(player)));

        assertThat(answer.status()).isEqualTo(item.rejection() == null ? 200 : 400);
        assertBatch(item, answer.json(), "BAD_REQUEST");
        if (item.rejection() == null) {
            assertThat(storedAttributes()).containsExactly(item.fields().get("attributes"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void e15_plainJsonOnTheBusHasTheExpectedResult(TableItem item) {
        assertOutcome(item, outcomeOnBus("analytics.event.record", ExactJson.object(item.json(ISSUER, player))));

        var batch = new JsonArray()
                .add(neighbour())
                .add(ExactJson.object(item.json(ISSUER, player + "-batch")))
                .add(neighbour());
        assertBatch(
                item,
                platform.callWithPlainJson("analytics.events.record", new JsonObject().put("events", batch)),
                "INVALID");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void e15_recordOnTheBusHasTheExpectedResult(TableItem item) {
        var event = record(item);
        var outcome = event.violation() == null
                ? platform.call(AnalyticsOperations.RECORD_EVENT, event.event())
                        .status()
                        .wireName()
                : BatchItemResult.rejected(1, event.violation()).msg();
        assertOutcome(item, outcome);
        var good = BatchItem.of(new RecordEvent(new PlayerId(ISSUER, player), "neighbour", Attributes.NONE));

        var recorded =
                platform.call(AnalyticsOperations.RECORD_EVENTS, new RecordEvents(Arrays.asList(good, event, good)));

        assertThat(recorded.results().get(1).error() == null).isEqualTo(item.rejection() == null);
        assertThat(recorded.results().get(1).msg()).isEqualTo(item.rejection());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void e15_bridgeHasTheExpectedResult(TableItem item) throws IOException {
        var single = new JsonObject(bridge.call("analytics.event.record", item.json(ISSUER, player)));
        assertOutcome(item, single.getString("type").equals("message") ? STORED : single.getString("message"));

        var events = List.of(
                neighbour().encode(),
                item.json(ISSUER, player + "-batch"),
                neighbour().encode());
        var batch = new JsonObject(
                bridge.call("analytics.events.record", "{\"events\":[" + String.join(",", events) + "]}"));
        assertBatch(item, batch.getJsonObject("body"), "INVALID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "7", "-0.0", "\"text\"", "true", "[]", "[[[]]]", "[{\"eventId\":\"e\"}]"})
    void e14_everyInterfaceRejectsOnlyTheItemThatIsNotAnObject(String json) throws IOException {
        var item = new TableItem(
                json, Map.of(), BatchItem.NOT_AN_OBJECT.violation().rule());
        var onBus = new JsonArray().add(neighbour()).add(ExactJson.value(json)).add(neighbour());
        var onBridge = String.join(",", neighbour().encode(), json, neighbour().encode());

        assertBatch(
                item,
                platform.send(Request.batch(NEIGHBOUR, json, NEIGHBOUR).by(token(player)))
                        .json(),
                "BAD_REQUEST");
        assertBatch(
                item,
                platform.callWithPlainJson("analytics.events.record", new JsonObject().put("events", onBus)),
                "INVALID");
        assertBatch(
                item,
                new JsonObject(bridge.call("analytics.events.record", "{\"events\":[" + onBridge + "]}"))
                        .getJsonObject("body"),
                "INVALID");
    }

    @Test
    void anUnknownFieldIsRejectedFromAPlayerAndIgnoredFromAService() throws IOException {
        var item = TableItem.stored("an unknown field", "addedLater", "{}");

        assertThat(ItemResults.of(platform.send(Request.batch(item.json()).by(token(player)))))
                .containsExactly(ItemResults.REJECTED);
        assertThat(outcomeOnBus("analytics.event.record", ExactJson.object(item.json(ISSUER, player))))
                .isEqualTo(STORED);
        assertThat(bridge.call("analytics.event.record", item.json(ISSUER, player)))
                .contains("\"status\":\"stored\"");
    }

    /** Only text can contain a duplicate field name. The bridge rejects the whole frame as ambiguous. */
    @Test
    void everyTextInterfaceRejectsADuplicateFieldName() throws IOException {
        var item = TableItem.with("a name twice", "attributes", "{\"a\":1,\"a\":2}", "/attributes/a must be unique");

        assertThat(asSingleDropMessage(
                        platform.send(Request.drop("e", "{\"a\":1,\"a\":2}").by(token(player)))
                                .json()
                                .getString("msg")))
                .isEqualTo(item.rejection());
        assertThat(ItemResults.of(platform.send(Request.batch(item.json()).by(token(player)))))
                .containsExactly(ItemResults.REJECTED);
        assertThat(bridge.call("analytics.event.record", item.json(ISSUER, player)))
                .contains("\"type\":\"err\"");
        assertThat(storedAttributes()).isEmpty();
    }

    private static boolean isRecord(TableItem item) {
        return item.fields().values().stream().noneMatch(json -> json.matches("true|\\d+|\\[.*|\\{\"e\".*|\"\\{}\""))
                && item.fields().containsKey("attributes");
    }

    private BatchItem record(TableItem item) {
        try {
            var attributes = Attributes.parseField(item.fields().get("attributes"));
            return BatchItem.of(new RecordEvent(
                    new PlayerId(ISSUER, player),
                    text(item, "eventId"),
                    attributes,
                    text(item, "key"),
                    text(item, "occurredAt")));
        } catch (ServiceException e) {
            return BatchItem.rejected(e.violation());
        }
    }

    private static String text(TableItem item, String field) {
        return (String) ExactJson.value(item.fields().getOrDefault(field, "null"));
    }

    private String outcomeOnBus(String address, JsonObject event) {
        try {
            return platform.callWithPlainJson(address, event).getString("status");
        } catch (ReplyException e) {
            assertThat(e.failureCode()).isEqualTo(400);
            return e.getMessage();
        }
    }

    /** Replaces the field names in the message by the names that the other interfaces use. */
    private static String asSingleDropMessage(String message) {
        return message.replaceFirst("^the body ", "/attributes ")
                .replaceFirst("^/(?!attributes )", "/attributes/")
                .replaceFirst("^Idempotency-Key (.*), once$", "key $1");
    }

    private void assertOutcome(TableItem item, String outcome) {
        assertThat(outcome).isEqualTo(item.rejection() == null ? STORED : item.rejection());
        assertThat(storedAttributes().stream().map(ExactJson::normalized).toList())
                .isEqualTo(
                        item.rejection() == null
                                ? List.of(ExactJson.normalized(item.fields().get("attributes")))
                                : List.of());
    }

    private static void assertBatch(TableItem item, JsonObject answer, String code) {
        var results = answer.getJsonArray("results");
        var result = results.getJsonObject(1);
        assertThat(results).hasSize(3);
        assertThat(results.getJsonObject(0).getString("status")).isEqualTo(STORED);
        assertThat(results.getJsonObject(2).getString("status")).isEqualTo(STORED);
        assertThat(result.getString("status")).isEqualTo(item.rejection() == null ? STORED : "rejected");
        assertThat(result.getString("error")).isEqualTo(item.rejection() == null ? null : code);
        assertThat(result.getString("msg")).isEqualTo(item.rejection());
        assertThat(result.getBoolean("retryable")).isFalse();
    }

    private JsonObject neighbour() {
        return new JsonObject()
                .put("issuer", ISSUER)
                .put("userId", player)
                .put("eventId", "neighbour")
                .put("attributes", new JsonObject());
    }

    private List<String> storedAttributes() {
        return platform.sql(
                "SELECT attributes::text FROM analytics.event WHERE user_id = ? AND event_id <> 'neighbour'", player);
    }
}
