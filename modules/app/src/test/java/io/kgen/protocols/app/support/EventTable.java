package io.kgen.protocols.app.support;

import static io.kgen.protocols.app.support.TableItem.stored;
import static io.kgen.protocols.app.support.TableItem.value;
import static io.kgen.protocols.app.support.TableItem.with;

import io.kgen.protocols.contracts.analytics.RecordEvent;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The items that have the same result on every interface (E15). */
public final class EventTable {

    private static final String NO_VALUE = "must be a string, an integer or a decimal";
    private static final String NOT_64_BITS = "must be a 64-bit integer";
    private static final String OUT_OF_BOUNDS = "must be a decimal within 4.9e-324 and 1.7976931348623157e308";
    private static final String NOT_STORABLE = "must not have NUL or an unpaired surrogate";
    private static final String BAD_EVENT_ID = "eventId must be " + RecordEvent.EVENT_ID_RULE;
    private static final String BAD_KEY = "key must be " + RecordEvent.KEY_RULE;
    private static final String BAD_TIME = "occurredAt must be a time as in 2021-06-01T12:00:00Z";
    private static final String BAD_YEAR = "occurredAt must lie in the years 1 to 9999";
    private static final String NOT_AN_OBJECT = "/attributes must be a JSON object";

    private EventTable() {}

    public static Stream<TableItem> all() {
        return Stream.of(fields(), wrongTypes(), numbers(), texts(), names(), times())
                .flatMap(items -> items);
    }

    private static Stream<TableItem> fields() {
        return Stream.of(
                stored("an event", "attributes", "{\"a\":1}"),
                stored("no attributes", "attributes", "{}"),
                stored("a key that is null", "key", "null"),
                stored("a time that is null", "occurredAt", "null"),
                stored("a key of 100 characters", "key", "\"" + "k".repeat(100) + "\""),
                with("a key of 101 characters", "key", "\"" + "k".repeat(101) + "\"", BAD_KEY),
                with("an empty key", "key", "\"\"", BAD_KEY),
                with("a key with a space", "key", "\"a b\"", BAD_KEY),
                with("a key that is not ASCII", "key", "\"é\"", BAD_KEY),
                with("a key with NUL", "key", "\"\\u0000\"", BAD_KEY),
                with("no event id", "eventId", null, "eventId is required"),
                with("an event id that is null", "eventId", "null", "eventId is required"),
                with("an empty event id", "eventId", "\"\"", BAD_EVENT_ID),
                with("an event id of 129 characters", "eventId", "\"" + "e".repeat(129) + "\"", BAD_EVENT_ID),
                with("an event id with a leading dot", "eventId", "\".e\"", BAD_EVENT_ID),
                with("an event id with an unpaired surrogate", "eventId", "\"e\\ud800\"", BAD_EVENT_ID),
                with("attributes that are absent", "attributes", null, "attributes is required"));
    }

    private static Stream<TableItem> wrongTypes() {
        return Stream.of(
                with("a number for the event id", "eventId", "7", "eventId must be a string"),
                with("an array for the event id", "eventId", "[[\"e\"]]", "eventId must be a string"),
                with("an object for the event id", "eventId", "{\"e\":1}", "eventId must be a string"),
                with("a number for the key", "key", "7", "key must be a string"),
                with("true for the key", "key", "true", "key must be a string"),
                with("seconds for the time", "occurredAt", "1622548800", "occurredAt must be a string"),
                with("text for the attributes", "attributes", "\"{}\"", NOT_AN_OBJECT),
                with("a number for the attributes", "attributes", "7", NOT_AN_OBJECT),
                with("an array for the attributes", "attributes", "[{}]", NOT_AN_OBJECT),
                value("true", "true", NO_VALUE),
                value("null", "null", NO_VALUE),
                value("an array", "[1]", NO_VALUE),
                value("an object", "{\"b\":1}", NO_VALUE),
                value("forty nested arrays", "[".repeat(40) + "]".repeat(40), NO_VALUE));
    }

    private static Stream<TableItem> numbers() {
        return Stream.of(
                value("2^63-1", "9223372036854775807", null),
                value("-2^63", "-9223372036854775808", null),
                value("2^63", "9223372036854775808", NOT_64_BITS),
                value("-2^63-1", "-9223372036854775809", NOT_64_BITS),
                value("400 digits", "1".repeat(400), NOT_64_BITS),
                value("a decimal with more digits than a double", "0.1000000000000000055", null),
                value("a decimal of 400 characters", "0." + "1".repeat(398), null),
                value(
                        "a decimal of 401 characters",
                        "0." + "1".repeat(399),
                        "must be a number of at most 400 characters"),
                value("-0.0", "-0.0", null),
                value("1E5", "1E5", null),
                value("100.00", "100.00", null),
                value("1e308", "1e308", null),
                value("1e400", "1e400", OUT_OF_BOUNDS),
                value("1e-400", "1e-400", OUT_OF_BOUNDS));
    }

    private static Stream<TableItem> texts() {
        return Stream.of(
                value("an empty text", "\"\"", null),
                value("an emoji", "\"😀\"", null),
                value("an escaped emoji", "\"\\ud83d\\ude00\"", null),
                value("text from right to left", "\"\\u202eمرحبا\\u200f\"", null),
                value("4 KB", "\"" + "x".repeat(4_096) + "\"", null),
                value("more than 4 KB", "\"" + "é".repeat(2_049) + "\"", "must have at most 4096 bytes"),
                value("NUL", "\"x\\u0000\"", NOT_STORABLE),
                value("the first half of a surrogate pair", "\"\\ud800x\"", NOT_STORABLE),
                value("the second half of a surrogate pair", "\"x\\udc00\"", NOT_STORABLE));
    }

    private static Stream<TableItem> names() {
        return Stream.of(
                stored("64 attributes", "attributes", attributes(64)),
                with(
                        "65 attributes",
                        "attributes",
                        attributes(65),
                        "/attributes/a64 exceeds the limit of 64 attributes"),
                stored("a name of 128 bytes", "attributes", "{\"" + "é".repeat(64) + "\":1}"),
                with("an empty name", "attributes", "{\"\":1}", "/attributes/ must have a name of 1 to 128 bytes"),
                with(
                        "a name of 129 bytes",
                        "attributes",
                        "{\"" + "x".repeat(129) + "\":1}",
                        "/attributes/" + "x".repeat(129) + " must have a name of 1 to 128 bytes"),
                with(
                        "NUL in a name",
                        "attributes",
                        "{\"n\\u0000\":1}",
                        "/attributes/n\u0000 must not have NUL or an unpaired surrogate in its name"));
    }

    private static Stream<TableItem> times() {
        return Stream.of(
                stored("a time", "occurredAt", "\"2021-06-01T12:00:00Z\""),
                stored("a time with an offset", "occurredAt", "\"1970-01-01T00:00:00.123456789+05:30\""),
                stored("a time in lower case", "occurredAt", "\"2021-06-01t12:00:00z\""),
                stored("the year 9999", "occurredAt", "\"9999-12-31T23:59:59Z\""),
                with("the year 0", "occurredAt", "\"0000-01-01T00:00:00Z\"", BAD_YEAR),
                with("the year 10000", "occurredAt", "\"+10000-01-01T00:00:00Z\"", BAD_TIME),
                with("a leap second", "occurredAt", "\"2016-12-31T23:59:60Z\"", BAD_TIME),
                with("a time without a zone", "occurredAt", "\"2021-06-01T12:00:00\"", BAD_TIME),
                with("an invalid date", "occurredAt", "\"2021-02-30T12:00:00Z\"", BAD_TIME),
                with("a date", "occurredAt", "\"2021-06-01\"", BAD_TIME),
                with("a word for the time", "occurredAt", "\"yesterday\"", BAD_TIME),
                with("an empty time", "occurredAt", "\"\"", BAD_TIME));
    }

    private static String attributes(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "\"a" + n + "\":" + n)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
