package io.kgen.protocols.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.EventItem;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventBatchTest {

    private static final PlayerId PLAYER = new PlayerId("client", "user");
    private static final String GOOD = "{\"eventId\":\"e\",\"attributes\":{}}";

    @Test
    void readsAnItemToTheLetter() {
        var item =
                "{ \"occurredAt\":\"1970-01-01T00:00:00+05:30\", \"attributes\" : { \"a\" : 1.50, \"b\":\"}\" } , \"key\":\"k\","
                        + " \"eventId\":\"e\" }";
        assertThat(items(item).get(0).event())
                .isEqualTo(new RecordEvent(
                        "client",
                        "user",
                        "e",
                        Attributes.parse("{ \"a\" : 1.50, \"b\":\"}\" }"),
                        "k",
                        "1970-01-01T00:00:00+05:30"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "null",
                "\"text\"",
                "[]",
                "-1.5e3",
                "true",
                "{}",
                "{\"eventId\":\"e\"}",
                "{\"attributes\":{}}",
                "{\"eventId\":\".e\",\"attributes\":{}}",
                "{\"eventId\":5,\"attributes\":{}}",
                "{\"eventId\":\"e\",\"attributes\":null}",
                "{\"eventId\":\"e\",\"attributes\":[]}",
                "{\"eventId\":\"e\",\"attributes\":5}",
                "{\"eventId\":\"e\",\"attributes\":\"{}\"}",
                "{\"eventId\":\"e\",\"attributes\":{\"a\":true}}",
                "{\"eventId\":\"e\",\"attributes\":{\"a\":1e400}}",
                "{\"eventId\":\"e\",\"attributes\":{\"a\":1,\"a\":2}}",
                "{\"eventId\":\"e\",\"attributes\":{\"a\":{\"b\":1}}}",
                "{\"eventId\":\"e\",\"attributes\":{},\"attributes\":{}}",
                "{\"eventId\":\"e\",\"attributes\":{},\"other\":1}",
                "{\"eventId\":\"e\",\"attributes\":{},\"key\":\"\"}",
                "{\"eventId\":\"e\",\"attributes\":{},\"key\":\"with space\"}",
                "{\"eventId\":\"e\",\"attributes\":{},\"key\":null}",
                "{\"eventId\":\"e\",\"attributes\":{},\"occurredAt\":\"yesterday\"}",
                "{\"eventId\":\"e\",\"attributes\":{},\"occurredAt\":\"2021-02-30T00:00:00Z\"}",
                "{\"eventId\":\"e\",\"attributes\":{},\"occurredAt\":1700000000}"
            })
    void refusesAnItemAloneAndKeepsItsNeighbours(String bad) {
        var items = items(GOOD, bad, GOOD);
        assertThat(items).extracting(item -> item.fault() == null).containsExactly(true, false, true);
        assertThat(items.get(1).fault()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud800", "\\udc00x", "\u00c3(", "\u00ed\u00a0\u0080", "\u00ff"})
    void e04_aTextThatCannotBeStoredSpoilsItsItemAlone(String bytes) {
        for (var item : List.of(
                "{\"eventId\":\"e\",\"attributes\":{\"a\":\"" + bytes + "\"}}",
                "{\"eventId\":\"e\",\"attributes\":{\"" + bytes + "\":1}}",
                "{\"eventId\":\"e" + bytes + "\",\"attributes\":{}}",
                "{\"eventId\":\"e\",\"attributes\":{},\"key\":\"" + bytes + "\"}")) {
            assertThat(items(GOOD, item, GOOD))
                    .extracting(read -> read.fault() == null)
                    .containsExactly(true, false, true);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "5",
                "{}",
                "{\"events\":{}}",
                "{\"events\":[]}",
                "{\"events\":null}",
                "{\"event\":[{}]}",
                "{\"events\":[1],\"more\":1}",
                "{\"events\":[1]} x",
                "{\"events\":[1],\"events\":[1]}",
                "{\"events\":[{\"eventId\":\"e\",\"attributes\":{\"a\":NaN}}]}",
                "{\"events\":[{]}",
                "{\"events\":[1,]}",
                "{\"events\":[1] /* */}",
                "{\"events\":[1"
            })
    void refusesWhatIsNoBatch(String body) {
        assertThatThrownBy(() -> EventBatch.parse(body.getBytes(StandardCharsets.UTF_8), PLAYER))
                .isInstanceOfSatisfying(
                        HttpFailure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    @Test
    void saysSoWhenItIsNestedTooDeeplyToBeRead() {
        var deep = "{\"eventId\":\"e\",\"attributes\":{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}}";
        assertThatThrownBy(() -> items(GOOD, deep))
                .isInstanceOf(HttpFailure.class)
                .hasMessageContaining("nested");
    }

    @Test
    void takesFiveHundredItemsAndNotOneMore() {
        assertThat(items(IntStream.range(0, 500).mapToObj(i -> GOOD).toArray(String[]::new)))
                .hasSize(500);
        assertThatThrownBy(
                        () -> items(IntStream.range(0, 501).mapToObj(i -> GOOD).toArray(String[]::new)))
                .isInstanceOf(HttpFailure.class);
    }

    /** Characters up to U+00FF stand for bytes. */
    private static List<EventItem> items(String... items) {
        var body = "{\"events\":[" + List.of(items).stream().collect(Collectors.joining(" , ")) + "]}";
        return EventBatch.parse(body.getBytes(StandardCharsets.ISO_8859_1), PLAYER)
                .events();
    }
}
