package io.kgen.protocols.contracts.analytics;

import static io.kgen.protocols.contracts.analytics.RefusedAttributes.assertRefused;
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

/** The body of an event drop, as the HTTP contract has it. */
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
    void comesBackToTheLetter(String json) {
        assertThat(Attributes.parse(json.getBytes(UTF_8)).json()).isEqualTo(json);
    }

    static Stream<Arguments> valuesRefused() {
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
    @MethodSource("valuesRefused")
    void aValueIsAStringOrANumber(String value, String rule) {
        assertRefused("{\"a\":" + value + "}", "/a", rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\\u0000", "x\\u0000", "\\ud83d", "\\ude80", "\\ude80\\ud83d", "\\ud83dx", "\\ud83d\\ud83d"})
    void e04_nulAndHalfSurrogatePairsAreRefusedInValuesAndNames(String text) {
        assertRefused("{\"a\":\"" + text + "\"}", "/a", NOT_STORABLE);
        assertThatThrownBy(() -> Attributes.parse("{\"" + text + "\":1}"))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.violation().rule()).isEqualTo(NOT_STORABLE + " in its name"));
    }

    static Stream<byte[]> noUtf8() {
        return Stream.of(
                bytes(0xFF),
                bytes('{', '"', 'a', '"', ':', '"', 0xC3, '"', '}'),
                bytes('{', '"', 'a', '"', ':', '"', 0xC0, 0x80, '"', '}'),
                bytes('{', '"', 'a', '"', ':', '"', 0xED, 0xA0, 0xBD, '"', '}'),
                bytes('{', '"', 0xE9, '"', ':', '1', '}'));
    }

    @ParameterizedTest
    @MethodSource("noUtf8")
    void e04_whatIsNoUtf8IsRefusedAndNotReplaced(byte[] body) {
        assertThatThrownBy(() -> Attributes.parse(body))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        failure -> assertThat(failure.violation()).isEqualTo(new Violation("", "must be UTF-8")));
    }

    static Stream<Arguments> bodiesRefused() {
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
    @MethodSource("bodiesRefused")
    void theBodyIsOneObjectAndNothingElse(String body, String rule) {
        assertRefused(body, "", rule);
    }

    @Test
    void holdsSixtyFourAttributesAndNotOneMore() {
        assertThat(Attributes.parse(object(64)).json()).contains("\"a63\"");
        assertRefused(object(65), "/a64", "exceeds the limit of 64 attributes");
    }

    @Test
    void allOfThemHaveAtMostThirtyTwoKilobytes() {
        var largest = "{\"a\":1" + " ".repeat(AttributesParser.MAX_BYTES - 7) + "}";

        assertThat(Attributes.parse(largest).json()).isEqualTo(largest);
        assertRefused(largest + " ", "", "must have at most 32 KB");
        assertRefused("{\"a\":\"é\"" + largest.substring(8), "", "must have at most 32 KB");
    }

    @Test
    void aNameHasOneToAHundredAndTwentyEightBytes() {
        var longest = "ä€\uD83D\uDE80".repeat(14) + "xx";
        assertThat(longest.getBytes(UTF_8)).hasSize(128);
        assertThat(Attributes.parse("{\"" + longest + "\":1}").json()).contains(longest);

        var rule = "must have a name of 1 to 128 bytes";
        assertRefused("{\"" + longest + "x\":1}", "/" + longest + "x", rule);
        assertRefused("{\"\":1}", "/", rule);
    }

    @Test
    void aStringHasAtMostFourKilobytes() {
        var longest = "ä€\uD83D\uDE80".repeat(455) + "x";
        assertThat(longest.getBytes(UTF_8)).hasSize(4_096);
        assertThat(Attributes.parse("{\"a\":\"" + longest + "\"}").json()).contains(longest);

        assertRefused("{\"a\":\"" + longest + "x\"}", "/a", "must have at most 4096 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"b\":2,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "{\"\\u0061\":1,\"a\":2}"})
    void noNameStandsTwiceHoweverItIsWritten(String json) {
        assertRefused(json, "/a", "must be unique");
    }

    @Test
    void whatIsWrongBetweenTheAttributesIsNotBlamedOnOne() {
        assertRefused("{\"a\":1, b:2}", "", NOT_JSON);
        assertRefused("{\"a\":1,,\"b\":2}", "", NOT_JSON);
    }

    @Test
    void thePathIsAJsonPointer() {
        assertRefused("{\"a/b~c\":null}", "/a~1b~0c", NOT_A_VALUE);
        assertRefused("{\"a/b~c\":NaN}", "/a~1b~0c", NOT_JSON);
        assertRefused("{\"a/b~c\"}", "/a~1b~0c", NOT_JSON);
    }

    @Test
    void theFaultIsNamedAsASentence() {
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
