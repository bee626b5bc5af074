package io.kgen.protocols.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.contracts.analytics.FindParticipations;
import io.kgen.protocols.contracts.analytics.Participations;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.NumberUnlinked;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {

    static Stream<Record> samples() {
        return Samples.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aRecordInsideAJvmIsItself(Record sample) {
        assertThat(Wire.read(sample, sample.getClass())).isSameAs(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aRecordComesBackFromJson(Record sample) {
        assertThat(Wire.read(Wire.toJson(sample), sample.getClass())).isEqualTo(sample);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aRecordComesBackFromAnotherJvmToTheLastDigit(Record sample) {
        var codec = new RecordCodec();
        var wire = Buffer.buffer("before");
        var start = wire.length();
        codec.encodeToWire(wire, sample);
        wire.appendString("after");

        assertThat(Wire.read(codec.decodeFromWire(start, wire), sample.getClass()))
                .isEqualTo(sample);
    }

    @Test
    void jsonIsPlain() {
        var time = "2021-06-01T12:00:00.123456Z";
        var json = participation().put("occurredAt", time).put("amountWon", Samples.EXACT);

        var sent = Wire.toJson(Wire.read(json, RecordParticipation.class));

        assertThat(sent.getMap())
                .containsEntry("occurredAt", time)
                .containsEntry("amountWon", Samples.EXACT)
                .containsEntry("revision", 0L);
        assertThat(sent.encode()).contains("\"amountWon\":" + Samples.EXACT.toPlainString());
    }

    @Test
    void whatIsAbsentIsLeftOut() {
        var json = Wire.toJson(new FindParticipations("issuer", "user", null, null, null, null, null, null, null));
        assertThat(json.fieldNames()).containsExactlyInAnyOrder("issuer", "userId", "limit");
    }

    @Test
    void e61_anUnknownFieldIsIgnored() {
        var json = player().put("addedLater", new JsonObject().put("deep", 1));
        assertThat(Wire.read(json, FindLinkedNumber.class)).isEqualTo(new FindLinkedNumber("issuer", "user"));
    }

    @Test
    void e61_aMissingFieldHasItsDefault() {
        assertThat(Wire.read(player(), FindParticipations.class).limit()).isEqualTo(100);
        assertThat(Wire.read(participation(), RecordParticipation.class).revision())
                .isZero();
        assertThat(Wire.read(player().put("phone", "1"), LinkNumber.class).replace())
                .isFalse();
        assertThat(Wire.read(new JsonObject().put("linkedPhone", "1"), LinkedNumber.class))
                .isEqualTo(new LinkedNumber("", "", "", "", "1", ""));
    }

    static Stream<Arguments> misfits() {
        return Stream.of(
                Arguments.of(FindLinkedNumber.class, player().put("userId", 7), "userId is of the wrong type"),
                Arguments.of(FindLinkedNumber.class, player().put("userId", 1.5), "userId is of the wrong type"),
                Arguments.of(FindLinkedNumber.class, player().put("userId", true), "userId is of the wrong type"),
                Arguments.of(
                        FindLinkedNumber.class,
                        player().put("userId", new JsonObject()),
                        "userId is of the wrong type"),
                Arguments.of(FindLinkedNumber.class, player().putNull("userId"), "userId is required"),
                Arguments.of(FindLinkedNumber.class, new JsonObject().put("userId", "1"), "issuer is required"),
                Arguments.of(FindParticipations.class, player().put("limit", "10"), "limit is of the wrong type"),
                Arguments.of(FindParticipations.class, player().put("limit", 10.7), "limit is of the wrong type"),
                Arguments.of(FindParticipations.class, player().put("limit", 1L << 40), "limit is of the wrong type"),
                Arguments.of(FindParticipations.class, player().put("from", "today"), "from is of the wrong type"),
                Arguments.of(FindParticipations.class, player().put("from", 1622548800), "from is of the wrong type"),
                Arguments.of(FindParticipations.class, player().put("from", "1622548800"), "from is of the wrong type"),
                Arguments.of(
                        LinkNumber.class,
                        player().put("phone", "1").put("replace", "yes"),
                        "replace is of the wrong type"),
                Arguments.of(
                        LinkNumber.class, player().put("phone", "1").put("replace", 1), "replace is of the wrong type"),
                Arguments.of(NumberUnlinked.class, new JsonObject(), "unlinked is of the wrong type"),
                Arguments.of(
                        RecordParticipation.class,
                        participation().put("amountWon", "1"),
                        "amountWon is of the wrong type"),
                Arguments.of(
                        RecordParticipation.class,
                        participation().put("amountWon", Double.NaN),
                        "amountWon is of the wrong type"),
                Arguments.of(
                        RecordParticipation.class,
                        participation().put("amountWon", Double.POSITIVE_INFINITY),
                        "amountWon is of the wrong type"),
                Arguments.of(RecordEvent.class, player().put("eventId", "e"), "attributes is required"),
                Arguments.of(
                        RecordEvent.class,
                        player().put("eventId", "e").put("attributes", new JsonObject().putNull("a")),
                        "attributes/a must be a string, an integer or a decimal"),
                Arguments.of(
                        RecordEvent.class,
                        player().put("eventId", "e").put("attributes", "{}"),
                        "attributes must be a JSON object"),
                Arguments.of(
                        Participations.class,
                        new JsonObject("{\"participations\":[{},{\"typeValue\":\"many\"}]}"),
                        "participations/1/typeValue is of the wrong type"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void whatDoesNotFitIsInvalidAndNamed(Class<? extends Record> type, JsonObject json, String message) {
        assertInvalid(json, type, message);
    }

    @Test
    void aBodyThatIsNoObjectIsInvalid() {
        assertInvalid(null, FindLinkedNumber.class, "the body must be a JSON object");
        assertInvalid("{}", FindLinkedNumber.class, "the body must be a JSON object");
        assertInvalid(new NumberUnlinked(true), FindLinkedNumber.class, "the body must be a JSON object");
    }

    @Test
    void bytesOfAnotherJvmThatAreNoObjectAreInvalid() {
        var wire = Buffer.buffer().appendInt(2).appendString("[]");
        assertThatThrownBy(() -> new RecordCodec().decodeFromWire(0, wire))
                .isInstanceOfSatisfying(
                        ServiceFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID));
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
        assertThatThrownBy(() -> Wire.read(body, type))
                .isInstanceOfSatisfying(
                        ServiceFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.INVALID))
                .hasMessage(message);
    }
}
