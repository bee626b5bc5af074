package io.kgen.protocols.gateway.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.bus.Violation;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.BatchItemResult;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.gateway.http.ErrorCode;
import io.kgen.protocols.gateway.http.HttpException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventBatchParserTest {

    private static final PlayerId PLAYER = new PlayerId("client", "user");
    private static final String GOOD = "{\"eventId\":\"e\",\"attributes\":{}}";

    @Test
    void keepsTheAttributesOfAnItemAsSent() {
        var item =
                "{ \"occurredAt\":\"1970-01-01T00:00:00+05:30\", \"attributes\" : { \"a\" : 1.50, \"b\":\"}\" } , \"key\":\"k\","
                        + " \"eventId\":\"e\" }";
        assertThat(items(item).get(0).event())
                .isEqualTo(new RecordEvent(
                        new PlayerId("client", "user"),
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
                "{\"eventId\":null,\"attributes\":{}}",
                "{\"eventId\":\"e\",\"attributes\":{},\"key\":null,\"key\":null}",
                "{\"eventId\":\"e\",\"attributes\":{},\"key\":7}",
                "{\"eventId\":\"e\",\"attributes\":{},\"occurredAt\":\"yesterday\"}",
                "{\"eventId\":\"e\",\"attributes\":{},\"occurredAt\":\"2021-02-30T00:00:00Z\"}",
                "{\"eventId\":\"e\",\"attributes\":{},\"occurredAt\":1700000000}"
            })
    void rejectsOnlyTheInvalidItem(String bad) {
        var items = items(GOOD, bad, GOOD);
        assertThat(items).extracting(item -> item.violation() == null).containsExactly(true, false, true);
        assertThat(items.get(1).violation().rule()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "\\ud800", "\\udc00x", "\u00c3(", "\u00ed\u00a0\u0080", "\u00ff"})
    void e04_rejectsOnlyTheItemWithTextThatCannotBeStored(String bytes) {
        for (var item : List.of(
                "{\"eventId\":\"e\",\"attributes\":{\"a\":\"" + bytes + "\"}}",
                "{\"eventId\":\"e\",\"attributes\":{\"" + bytes + "\":1}}",
                "{\"eventId\":\"e" + bytes + "\",\"attributes\":{}}",
                "{\"eventId\":\"e\",\"attributes\":{},\"key\":\"" + bytes + "\"}")) {
            assertThat(items(GOOD, item, GOOD))
                    .extracting(read -> read.violation() == null)
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
    void rejectsABodyThatIsNotABatch(String body) {
        assertThatThrownBy(() -> EventBatchParser.parse(body.getBytes(StandardCharsets.UTF_8), PLAYER))
                .isInstanceOfSatisfying(
                        HttpException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    @ParameterizedTest
    @ValueSource(ints = {999, 2_000, 100_000})
    void e14_rejectsOnlyTheItemThatIsNestedTooDeeply(int depth) {
        var brackets = "[\"]\\\"\",".repeat(depth) + "{}" + "]".repeat(depth);
        var deep = "{\"eventId\":\"e\",\"attributes\":{\"a\":" + brackets + "}}";

        var items = items(GOOD, deep, GOOD, brackets, GOOD);

        assertThat(items).extracting(item -> item.violation() == null).containsExactly(true, false, true, false, true);
        assertThat(items.get(1).violation()).isEqualTo(new Violation("", "is nested too deeply"));
        assertThat(items.get(2)).isEqualTo(items.get(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "}", "]]", "}]", "\"", "]}x", "].5]}", "]x]}"})
    void rejectsATooDeeplyNestedItemWithoutAnEnd(String end) {
        var body = "{\"events\":[" + "[".repeat(2_000) + "]".repeat(1_999) + end;
        assertThatThrownBy(() -> EventBatchParser.parse(body.getBytes(StandardCharsets.UTF_8), PLAYER))
                .isInstanceOf(HttpException.class);
    }

    @Test
    void e14_acceptsNullForAnAbsentOptionalField() {
        var absent = "{\"eventId\":\"e\",\"attributes\":{}}";
        var isNull = "{\"eventId\":\"e\",\"attributes\":{},\"key\":null,\"occurredAt\":null}";
        assertThat(items(isNull)).isEqualTo(items(absent));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7 | must be an object with eventId and attributes",
                "{\"eventId\":null,\"attributes\":{}} | eventId is required",
                "{\"eventId\":7,\"attributes\":{}} | eventId must be a string",
                "{\"eventId\":\"e\",\"attributes\":null} | attributes is required",
                "{\"eventId\":\"e\",\"attributes\":[]} | /attributes must be a JSON object",
                "{\"eventId\":\"e\",\"attributes\":{},\"occurredAt\":\"today\"} | occurredAt must be a time as in 2021-06-01T12:00:00Z",
                "{\"eventId\":\"e\",\"attributes\":{\"a\":\"ÿ\"}} | must be UTF-8",
                "{\"eventId\":\"e\",\"attributes\":{\"a\":\"\\ud800\"}} | /attributes/a must not have NUL or an unpaired surrogate"
            })
    void namesTheViolationOfAnItem(String item, String message) {
        var violation = items(GOOD, item).get(1).violation();
        assertThat(BatchItemResult.rejected(1, violation).msg()).isEqualTo(message);
    }

    @Test
    void acceptsFiveHundredItemsAndRejectsOneMore() {
        assertThat(items(IntStream.range(0, 500).mapToObj(i -> GOOD).toArray(String[]::new)))
                .hasSize(500);
        assertThatThrownBy(
                        () -> items(IntStream.range(0, 501).mapToObj(i -> GOOD).toArray(String[]::new)))
                .isInstanceOf(HttpException.class);
    }

    /** Converts characters up to U+00FF to bytes. */
    private static List<BatchItem> items(String... items) {
        var body = "{\"events\":[" + List.of(items).stream().collect(Collectors.joining(" , ")) + "]}";
        return EventBatchParser.parse(body.getBytes(StandardCharsets.ISO_8859_1), PLAYER)
                .events();
    }
}
