package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the contract for the body of an event, from the socket to the stored row. */
@PlatformTest
class EventBodyIT {

    private static final String TOKEN = token("dropper");

    private final RunningPlatform platform;

    EventBodyIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("validBodies")
    void e13_storesEveryValueByteForByte(String what, String body) {
        var id = "valid-" + Integer.toHexString(what.hashCode());

        assertThat(status(drop(id, body))).isEqualTo(200);
        assertThat(stored(id)).containsExactly(body);
    }

    static Stream<Arguments> validBodies() {
        return Stream.of(
                Arguments.of("an empty object", "{}"),
                Arguments.of("strings with escapes and spaces", "{\" a \":\"  b\\tc  \",\"\\u00e9\":\"\\u00e9é漢😀\"}"),
                Arguments.of("64 attributes", attributes(64)),
                Arguments.of("a name of 128 bytes", "{\"" + "é".repeat(64) + "\":1}"),
                Arguments.of("a value of 4 KB", "{\"a\":\"" + "x".repeat(4_096) + "\"}"),
                Arguments.of("the largest integer", "{\"a\":9223372036854775807}"),
                Arguments.of("the smallest integer", "{\"a\":-9223372036854775808}"),
                Arguments.of("a decimal with more digits than a double", "{\"a\":0.1000000000000000055}"),
                Arguments.of("negative zero", "{\"a\":-0.0}"),
                Arguments.of("a decimal with an exponent", "{\"a\":1.50E+3,\"b\":2e-300}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalidAttributes")
    void e04_e13_rejectsAnInvalidAttributeAndNamesIt(String what, String body, String path) {
        var answer = platform.send(drop("rejected", body));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getJsonArray("details").getJsonObject(0).getString("path"))
                .isEqualTo(path);
        assertThat(stored("rejected")).isEmpty();
    }

    static Stream<Arguments> invalidAttributes() {
        return Stream.of(
                Arguments.of("a boolean", "{\"ok\":1,\"a\":true}", "/a"),
                Arguments.of("null", "{\"a\":null}", "/a"),
                Arguments.of("an array", "{\"a\":[1]}", "/a"),
                Arguments.of("an object", "{\"a\":{\"b\":1}}", "/a"),
                Arguments.of("a name with the syntax of a JSON pointer", "{\"a/b~c\":null}", "/a~1b~0c"),
                Arguments.of("a duplicate name", "{\"a\":1,\"a\":1}", "/a"),
                Arguments.of("65 attributes", attributes(65), "/a64"),
                Arguments.of("an empty name", "{\"\":1}", "/"),
                Arguments.of("a name of 129 bytes", "{\"" + "x".repeat(129) + "\":1}", "/" + "x".repeat(129)),
                Arguments.of("a value of more than 4 KB", "{\"a\":\"" + "é".repeat(2_049) + "\"}", "/a"),
                Arguments.of("2^63", "{\"a\":9223372036854775808}", "/a"),
                Arguments.of("-2^63-1", "{\"a\":-9223372036854775809}", "/a"),
                Arguments.of("1e400", "{\"a\":1e400}", "/a"),
                Arguments.of("NaN", "{\"a\":NaN}", "/a"),
                Arguments.of("NUL in a value", "{\"a\":\"x\\u0000\"}", "/a"),
                Arguments.of("a lone surrogate in a value", "{\"a\":\"\\ud800x\"}", "/a"),
                Arguments.of("NUL in a name", "{\"n\\u0000\":1}", "/n\u0000"),
                Arguments.of("an incomplete value", "{\"a\":", "/a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "true", "1", "\"a\"", "[]", "{", "{\"a\":1}x", "{\"a\":1}{}", "{/**/}", "{a:1}", " "})
    void rejectsABodyThatIsNotAJsonObject(String body) {
        var answer = platform.send(drop("rejected", body));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("BAD_REQUEST");
    }

    @Test
    void rejectsAMissingBody() {
        assertThat(status(drop("rejected", ""))).isEqualTo(400);
    }

    @Test
    void e04_rejectsABodyThatIsNotUtf8() {
        assertThat(platform.send(Request.drop("rejected", Buffer.buffer(new byte[] {
                                    '{', '"', 'a', '"', ':', '"', (byte) 0xc3, '(', '"', '}'
                                }))
                                .by(TOKEN))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void e04_storesTheEventsBesideARejectedEvent() {
        var bodies = List.of("{\"n\":1}", "{\"n\":\"\\u0000\"}", "{\"n\":2}", "{\"n\":\"\\udc00\"}", "{\"n\":3}");
        var answers = bodies.stream()
                .map(body -> platform.client().sendAsync(drop("neighbours", body)))
                .toList();

        assertThat(answers.stream().map(answer -> answer.join().status())).containsExactly(200, 400, 200, 400, 200);
        assertThat(stored("neighbours")).containsExactlyInAnyOrder("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
    }

    private static Request drop(String eventId, String json) {
        return Request.drop(eventId, json).by(TOKEN);
    }

    private int status(Request request) {
        return platform.send(request).status();
    }

    private List<String> stored(String eventId) {
        return platform.sql("SELECT attributes::text FROM analytics.event WHERE event_id = ?", eventId);
    }

    private static String attributes(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "\"a" + n + "\":" + n)
                .collect(Collectors.joining(",", "{", "}"));
    }
}
