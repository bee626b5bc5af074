package io.kgen.protocols.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Rfc3339;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Violation;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.BatchItemResult;
import io.kgen.protocols.contracts.analytics.ListParticipations;
import io.kgen.protocols.contracts.analytics.ParticipationPage;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.UnlinkNumberReply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RecordJsonTest {

    private static final String TOO_DEEP = "is nested too deeply";
    private static final String NOT_AN_OBJECT =
            BatchItem.NOT_AN_OBJECT.violation().rule();

    static Stream<Record> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void parsingARecordReturnsTheSameRecord(Record sample) {
        assertThat(Published.parse(sample, sample.getClass())).isSameAs(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aRecordSurvivesARoundTripThroughJson(Record sample) {
        assertThat(Published.parse(Published.toJson(sample), sample.getClass())).isEqualTo(sample);
    }

    @Test
    void timesAndAmountsAreExactInJson() {
        var time = "2021-06-01T12:00:00.123456Z";
        var json = participation().put("occurredAt", time).put("amountWon", Samples.EXACT);

        var sent = Published.toJson(Published.parse(json, RecordParticipation.class));

        assertThat(sent.getMap())
                .containsEntry("occurredAt", time)
                .containsEntry("amountWon", Samples.EXACT)
                .containsEntry("revision", 0L);
        assertThat(sent.encode()).contains("\"amountWon\":" + Samples.EXACT.toPlainString());
    }

    @Test
    void omitsAbsentFields() {
        var json = Published.toJson(
                ListParticipations.builder(new PlayerId("issuer", "user")).build());
        assertThat(json.fieldNames()).containsExactlyInAnyOrder("issuer", "userId", "limit");
    }

    @Test
    void e61_ignoresUnknownFields() {
        var json = player().put("addedLater", new JsonObject().put("deep", 1));
        assertThat(Published.parse(json, FindLinkedNumber.class))
                .isEqualTo(new FindLinkedNumber(new PlayerId("issuer", "user")));
    }

    @Test
    void flattensAPlayerToTwoFields() {
        var nested = new JsonObject().put("player", player());
        assertThat(Published.toJson(new FindLinkedNumber(new PlayerId("issuer", "user"))))
                .isEqualTo(player());
        assertInvalid(nested, FindLinkedNumber.class, "issuer is required");
        assertThat(Published.parse(nested.mergeIn(player()).put("player", 7), FindLinkedNumber.class))
                .isEqualTo(new FindLinkedNumber(new PlayerId("issuer", "user")));
    }

    @Test
    void e61_aMissingFieldGetsItsDefault() {
        assertThat(Published.parse(player(), ListParticipations.class).limit()).isEqualTo(100);
        assertThat(Published.parse(participation(), RecordParticipation.class).revision())
                .isZero();
        assertThat(Published.parse(player().put("phone", "1"), LinkNumber.class).replace())
                .isFalse();
        assertThat(Published.parse(new JsonObject().put("linkedPhone", "1"), LinkedNumber.class))
                .isEqualTo(new LinkedNumber("", "", "", "", "1", ""));
    }

    static Stream<Arguments> invalidFields() {
        return Stream.of(
                Arguments.of(FindLinkedNumber.class, player().put("userId", 7), "userId must be a string"),
                Arguments.of(FindLinkedNumber.class, player().put("userId", 1.5), "userId must be a string"),
                Arguments.of(FindLinkedNumber.class, player().put("userId", true), "userId must be a string"),
                Arguments.of(
                        FindLinkedNumber.class, player().put("userId", new JsonObject()), "userId must be a string"),
                Arguments.of(FindLinkedNumber.class, player().putNull("userId"), "userId is required"),
                Arguments.of(FindLinkedNumber.class, new JsonObject().put("userId", "1"), "issuer is required"),
                Arguments.of(ListParticipations.class, player().put("limit", "10"), "limit must be a 32-bit integer"),
                Arguments.of(ListParticipations.class, player().put("limit", 10.7), "limit must be a 32-bit integer"),
                Arguments.of(
                        ListParticipations.class, player().put("limit", 1L << 40), "limit must be a 32-bit integer"),
                Arguments.of(
                        ListParticipations.class,
                        player().put("from", "today"),
                        "from must be a time as in 2021-06-01T12:00:00Z"),
                Arguments.of(
                        ListParticipations.class,
                        player().put("from", 1622548800),
                        "from must be a time as in 2021-06-01T12:00:00Z"),
                Arguments.of(
                        ListParticipations.class,
                        player().put("from", "1622548800"),
                        "from must be a time as in 2021-06-01T12:00:00Z"),
                Arguments.of(
                        LinkNumber.class,
                        player().put("phone", "1").put("replace", "yes"),
                        "replace must be true or false"),
                Arguments.of(
                        LinkNumber.class,
                        player().put("phone", "1").put("replace", 1),
                        "replace must be true or false"),
                Arguments.of(UnlinkNumberReply.class, new JsonObject(), "unlinked must be true or false"),
                Arguments.of(
                        RecordParticipation.class, participation().put("amountWon", "1"), "amountWon must be a number"),
                Arguments.of(
                        RecordParticipation.class,
                        participation().put("amountWon", Double.NaN),
                        "amountWon must be a number"),
                Arguments.of(
                        RecordParticipation.class,
                        participation().put("amountWon", Double.POSITIVE_INFINITY),
                        "amountWon must be a number"),
                Arguments.of(RecordEvent.class, player().put("eventId", "e"), "attributes is required"),
                Arguments.of(
                        RecordEvent.class,
                        player().put("eventId", "e").put("attributes", new JsonObject().putNull("a")),
                        "/attributes/a must be a string, an integer or a decimal"),
                Arguments.of(
                        RecordEvent.class,
                        player().put("eventId", "e").put("attributes", "{}"),
                        "/attributes must be a JSON object"),
                Arguments.of(
                        ParticipationPage.class,
                        new JsonObject("{\"participations\":[{},{\"typeValue\":\"many\"}]}"),
                        "participations/1/typeValue must be a number"));
    }

    @ParameterizedTest
    @MethodSource("invalidFields")
    void rejectsAnInvalidFieldAndNamesIt(Class<? extends Record> type, JsonObject json, String message) {
        assertInvalid(json, type, message);
    }

    @Test
    void rejectsABodyThatIsNotAnObject() {
        assertInvalid(null, FindLinkedNumber.class, "the body must be a JSON object");
        assertInvalid("{}", FindLinkedNumber.class, "the body must be a JSON object");
        assertInvalid(new UnlinkNumberReply(true), FindLinkedNumber.class, "the body must be a JSON object");
    }

    static Stream<Arguments> invalidItems() {
        return Stream.of(
                Arguments.of(null, NOT_AN_OBJECT),
                Arguments.of(7, NOT_AN_OBJECT),
                Arguments.of("text", NOT_AN_OBJECT),
                Arguments.of(true, NOT_AN_OBJECT),
                Arguments.of(new JsonArray().add(event()), NOT_AN_OBJECT),
                Arguments.of(List.of(event().getMap()), NOT_AN_OBJECT),
                Arguments.of(new JsonObject(), "issuer is required"),
                Arguments.of(event().put("userId", 7), "userId must be a string"),
                Arguments.of(event().putNull("eventId"), "eventId is required"),
                Arguments.of(event().put("eventId", new JsonArray()), "eventId must be a string"),
                Arguments.of(event().putNull("attributes"), "attributes is required"),
                Arguments.of(event().put("attributes", nested(3)), "/attributes must be a JSON object"),
                Arguments.of(
                        event().put("attributes", new JsonObject().put("a", nested(60))),
                        "/attributes/a must be a string, an integer or a decimal"),
                Arguments.of(event().put("attributes", new JsonObject().put("a", nested(2_000))), TOO_DEEP),
                Arguments.of(event().put("other", nested(2_000)), TOO_DEEP),
                Arguments.of(
                        event().put("attributes", new JsonObject().put("a", Double.POSITIVE_INFINITY)),
                        "/attributes/a must be a decimal within 4.9e-324 and 1.7976931348623157e308"),
                Arguments.of(
                        event().put("attributes", new JsonObject().put("a", Double.NaN)),
                        "/attributes/a must be a decimal within 4.9e-324 and 1.7976931348623157e308"),
                Arguments.of(event().put("key", 7), "key must be a string"),
                Arguments.of(event().put("occurredAt", "today"), "occurredAt must be " + Rfc3339.FORMAT_HINT),
                Arguments.of(event().put("occurredAt", 1622548800), "occurredAt must be a string"));
    }

    @ParameterizedTest
    @MethodSource("invalidItems")
    void e14_rejectsOnlyTheInvalidItemOfABatch(Object invalid, String message) {
        var batch = new JsonObject()
                .put("events", new JsonArray().add(event()).add(invalid).add(event()));
        var valid = BatchItem.of(Published.parse(event(), RecordEvent.class));

        var items = RecordEvents.parse(batch).events();

        assertThat(items).hasSize(3).startsWith(valid).endsWith(valid);
        assertThat(BatchItemResult.rejected(1, items.get(1).violation()).msg()).isEqualTo(message);
    }

    @Test
    void e14_anotherNodeRejectsOnlyTheInvalidItemsOfARecord() {
        var valid = BatchItem.of(Published.parse(event(), RecordEvent.class));
        var invalid = BatchItem.rejected(new Violation("", "bad"));

        var json = Published.toJson(new RecordEvents(Arrays.asList(valid, invalid, null)));

        assertThat(RecordEvents.parse(json).events())
                .containsExactly(valid, BatchItem.NOT_AN_OBJECT, BatchItem.NOT_AN_OBJECT);
    }

    static Stream<Arguments> invalidBatches() {
        return Stream.of(
                Arguments.of(new JsonObject(), "events is required"),
                Arguments.of(new JsonObject().putNull("events"), "events is required"),
                Arguments.of(new JsonObject().put("events", "text"), "events must be an array"),
                Arguments.of(new JsonObject().put("events", new JsonObject()), "events must be an array"),
                Arguments.of(new JsonObject().put("events", new JsonArray()), "events must contain 1 to 500 items"),
                Arguments.of(
                        new JsonObject().put("events", new JsonArray(Collections.nCopies(501, null))),
                        "events must contain 1 to 500 items"));
    }

    @ParameterizedTest
    @MethodSource("invalidBatches")
    void rejectsABatchThatIsNotAListOf1To500Items(JsonObject batch, String message) {
        assertInvalid(batch, RecordEvents.class, message);
    }

    @Test
    void e14_acceptsNullForAnAbsentOptionalField() {
        assertThat(Published.parse(event().putNull("key").putNull("occurredAt"), RecordEvent.class))
                .isEqualTo(Published.parse(event(), RecordEvent.class));
        assertThat(Published.parse(
                        participation().putNull("revision").putNull("occurredAt"), RecordParticipation.class))
                .isEqualTo(Published.parse(participation(), RecordParticipation.class));
        assertThat(Published.parse(
                        player().putNull("limit").putNull("cursor").putNull("from"), ListParticipations.class))
                .isEqualTo(Published.parse(player(), ListParticipations.class));
        assertThat(Published.parse(
                        player().put("phone", "1")
                                .putNull("region")
                                .putNull("kgenId")
                                .putNull("replace"),
                        LinkNumber.class))
                .isEqualTo(Published.parse(player().put("phone", "1"), LinkNumber.class));
    }

    private static JsonObject event() {
        return player().put("eventId", "e").put("attributes", new JsonObject().put("a", 1));
    }

    private static JsonArray nested(int depth) {
        var nested = new JsonArray();
        for (var i = 1; i < depth; i++) {
            nested = new JsonArray().add(nested);
        }
        return nested;
    }

    private static JsonObject player() {
        return new JsonObject().put("issuer", "issuer").put("userId", "user");
    }

    private static JsonObject participation() {
        return player().put("source", "games")
                .put("sourceId", "1")
                .put("type", "Tournament")
                .put("typeValue", 5)
                .put("result", "Won")
                .put("mode", "Quick")
                .put("buyInStake", 100)
                .put("amountWon", 500);
    }

    private static void assertInvalid(Object body, Class<? extends Record> type, String message) {
        assertThatThrownBy(() -> Published.parse(body, type))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID))
                .hasMessage(message);
    }
}
