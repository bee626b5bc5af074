package io.kgen.protocols.contracts.analytics;

import static io.kgen.protocols.contracts.analytics.RefusedAttributes.assertRejected;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Violation;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the HTTP contract for the body of an event drop. */
class AttributesTest {

    private static final String NOT_JSON = "is not valid JSON";
    private static final String NOT_A_VALUE = "must be a string, an integer or a decimal";
    private static final String NOT_STORABLE = "must not have NUL or an unpaired surrogate";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " \r\n\t{ } \n",
                "{\"a\":\"\"}",
                "{\"a\": \"  not trimmed  \", \"b\" : 1 }",
                "{\"z\":1,\"a\":2}",
                "{\"a/b~c\":1,\"\uD83C\uDFAE\":\"\uD83D\uDE80\"}",
                "{\"\\u0061\":\"\\u00e4\\/\\n\\ud83d\\ude80\"}",
                "{\"a\":\"true\",\"b\":\"null\"}"
            })
    void keepsTheJsonByteForByte(String json) {
        assertThat(Attributes.parse(json.getBytes(UTF_8)).json()).isEqualTo(json);
    }

    static Stream<Arguments> invalidValues() {
        return Stream.of(
                Arguments.of("true", NOT_A_VALUE),
                Arguments.of("false", NOT_A_VALUE),
                Arguments.of("null", NOT_A_VALUE),
                Arguments.of("[]", NOT_A_VALUE),
                Arguments.of("[1]", NOT_A_VALUE),
                Arguments.of("{}", NOT_A_VALUE),
                Arguments.of("{\"b\":{\"c\":{}}}", NOT_A_VALUE),
                Arguments.of("'single'", NOT_JSON),
                Arguments.of("\"tab\there\"", NOT_JSON),
                Arguments.of("\"\\x41\"", NOT_JSON),
                Arguments.of("\"\\u00g0\"", NOT_JSON),
                Arguments.of("\"unfinished", NOT_JSON),
                Arguments.of("True", NOT_JSON),
                Arguments.of("undefined", NOT_JSON),
                Arguments.of("", NOT_JSON),
                Arguments.of("/* comment */ 1", NOT_JSON));
    }

    @ParameterizedTest
    @MethodSource("invalidValues")
    void rejectsAValueThatIsNotAStringOrANumber(String value, String rule) {
        assertRejected("{\"a\":" + value + "}", "/a", rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\u0000", "x\\u0000", "\\ud83d", "\\ude80", "\\ude80\\ud83d", "\\ud83dx", "\\ud83d\\ud83d"})
    void e04_rejectsNulAndUnpairedSurrogatesInValuesAndNames(String text) {
        assertRejected("{\"a\":\"" + text + "\"}", "/a", NOT_STORABLE);
        assertThatThrownBy(() -> Attributes.parse("{\"" + text + "\":1}"))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.violation().rule()).isEqualTo(NOT_STORABLE + " in its name"));
    }

    static Stream<byte[]> invalidUtf8() {
        return Stream.of(
                bytes(0xFF),
                bytes('{', '"', 'a', '"', ':', '"', 0xC3, '"', '}'),
                bytes('{', '"', 'a', '"', ':', '"', 0xC0, 0x80, '"', '}'),
                bytes('{', '"', 'a', '"', ':', '"', 0xED, 0xA0, 0xBD, '"', '}'),
                bytes('{', '"', 0xE9, '"', ':', '1', '}'));
    }

    @ParameterizedTest
    @MethodSource("invalidUtf8")
    void e04_rejectsInvalidUtf8InsteadOfReplacingIt(byte[] body) {
        assertThatThrownBy(() -> Attributes.parse(body))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.violation()).isEqualTo(new Violation("", "must be UTF-8")));
    }

    static Stream<Arguments> invalidBodies() {
        return Stream.of(
                Arguments.of("", "must be a JSON object"),
                Arguments.of("  \n", "must be a JSON object"),
                Arguments.of("[]", "must be a JSON object"),
                Arguments.of("[{}]", "must be a JSON object"),
                Arguments.of("\"{}\"", "must be a JSON object"),
                Arguments.of("1", "must be a JSON object"),
                Arguments.of("null", "must be a JSON object"),
                Arguments.of("{", NOT_JSON),
                Arguments.of("{a:1}", NOT_JSON),
                Arguments.of("{'a':1}", NOT_JSON),
                Arguments.of("{,}", NOT_JSON),
                Arguments.of("{\"a\":0x10}", NOT_JSON),
                Arguments.of("{\"a\":1,}", NOT_JSON),
                Arguments.of("{\"a\":1", NOT_JSON),
                Arguments.of("{\"a\":1 \"b\":2}", NOT_JSON),
                Arguments.of("// comment\n{}", NOT_JSON),
                Arguments.of("{} /* comment */", NOT_JSON),
                Arguments.of("# comment\n{}", NOT_JSON),
                Arguments.of("{} x", NOT_JSON),
                Arguments.of("{} {}", "must end after the object"),
                Arguments.of("{} 1", "must end after the object"),
                Arguments.of("{}]", NOT_JSON),
                Arguments.of("{}\u0000", NOT_JSON),
                Arguments.of("\uFEFF{}", NOT_JSON),
                Arguments.of(new String("{}".getBytes(UTF_16LE), UTF_8), NOT_JSON));
    }

    @ParameterizedTest
    @MethodSource("invalidBodies")
    void rejectsABodyThatIsNotASingleObject(String body, String rule) {
        assertRejected(body, "", rule);
    }

    @Test
    void accepts64AttributesAndRejects65() {
        assertThat(Attributes.parse(object(64)).json()).contains("\"a63\"");
        assertRejected(object(65), "/a64", "exceeds the limit of 64 attributes");
    }

    @Test
    void acceptsABodyOf32KilobytesAndRejectsOneByteMore() {
        var largest = "{\"a\":1" + " ".repeat(AttributesParser.MAX_BYTES - 7) + "}";

        assertThat(Attributes.parse(largest).json()).isEqualTo(largest);
        assertRejected(largest + " ", "", "must have at most 32 KB");
        assertRejected("{\"a\":\"é\"" + largest.substring(8), "", "must have at most 32 KB");
    }

    @Test
    void aNameHas1To128Bytes() {
        var longest = "ä€\uD83D\uDE80".repeat(14) + "xx";
        assertThat(longest.getBytes(UTF_8)).hasSize(128);
        assertThat(Attributes.parse("{\"" + longest + "\":1}").json()).contains(longest);

        var rule = "must have a name of 1 to 128 bytes";
        assertRejected("{\"" + longest + "x\":1}", "/" + longest + "x", rule);
        assertRejected("{\"\":1}", "/", rule);
    }

    @Test
    void aStringHasAtMost4096Bytes() {
        var longest = "ä€\uD83D\uDE80".repeat(455) + "x";
        assertThat(longest.getBytes(UTF_8)).hasSize(4_096);
        assertThat(Attributes.parse("{\"a\":\"" + longest + "\"}").json()).contains(longest);

        assertRejected("{\"a\":\"" + longest + "x\"}", "/a", "must have at most 4096 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"b\":2,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "{\"\\u0061\":1,\"a\":2}"})
    void rejectsADuplicateNameAlsoIfItIsEscaped(String json) {
        assertRejected(json, "/a", "must be unique");
    }

    @Test
    void aSyntaxErrorBetweenAttributesNamesNoAttribute() {
        assertRejected("{\"a\":1, b:2}", "", NOT_JSON);
        assertRejected("{\"a\":1,,\"b\":2}", "", NOT_JSON);
    }

    @Test
    void thePathOfAViolationIsAJsonPointer() {
        assertRejected("{\"a/b~c\":null}", "/a~1b~0c", NOT_A_VALUE);
        assertRejected("{\"a/b~c\":NaN}", "/a~1b~0c", NOT_JSON);
        assertRejected("{\"a/b~c\"}", "/a~1b~0c", NOT_JSON);
    }

    @Test
    void theMessageOfAViolationIsASentence() {
        assertThatThrownBy(() -> Attributes.parse("{\"a\":null}"))
                .hasMessage("/a must be a string, an integer or a decimal");
        assertThatThrownBy(() -> Attributes.parse("")).hasMessage("the body must be a JSON object");
    }

    @Test
    void printsItsSizeOnly() {
        assertThat(Attributes.parse("{\"a\":\"secret\"}")).hasToString("Attributes[14 characters]");
    }

    private static String object(int attributes) {
        return IntStream.range(0, attributes)
                .mapToObj(i -> "\"a" + i + "\":" + i)
                .collect(joining(",", "{", "}"));
    }

    private static byte[] bytes(int... bytes) {
        var array = new byte[bytes.length];
        IntStream.range(0, bytes.length).forEach(i -> array[i] = (byte) bytes[i]);
        return array;
    }
}
