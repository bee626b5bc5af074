package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.ISSUER;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operation "Event drop" of the contract: identifiers, media types, sizes and encodings. */
@PlatformTest
class EventDropIT {

    private static final int MAX_BYTES = 32 * 1024;
    private static final String TOKEN = token("dropper");

    private final RunningPlatform platform;

    EventDropIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void storesTheEventUnderItsPlayer() {
        platform.send(drop("who", "{\"level\":7}"));

        assertThat(platform.sql("SELECT issuer || ' ' || user_id FROM analytics.event WHERE event_id = 'who'"))
                .containsExactly(ISSUER + " dropper");
    }

    @Test
    void storesEveryRepetitionWithoutAKey() {
        platform.send(drop("twice", "{}"));
        platform.send(drop("twice", "{}"));

        assertThat(stored("twice")).containsExactly("{}", "{}");
    }

    @Test
    void storesTheInflatedContentOfAGzipBody() {
        assertThat(status(drop("gzip", "{\"a\":0.10}").gzipped())).isEqualTo(200);
        assertThat(stored("gzip")).containsExactly("{\"a\":0.10}");
    }

    @Test
    void rejectsACorruptOrTruncatedGzipBody() {
        var request =
                drop("corrupt", "{\"a\":\"" + "abcdefgh".repeat(40) + "\"}").gzipped();
        var whole = request.body().getBytes();
        var corrupt = whole.clone();
        corrupt[whole.length - 6] ^= 0x55;

        for (var body :
                List.of(corrupt, Arrays.copyOf(whole, whole.length - 9), "{}".getBytes(StandardCharsets.UTF_8))) {
            assertThat(status(request.withBody(body))).isEqualTo(400);
        }
        assertThat(stored("corrupt")).isEmpty();
    }

    @Test
    void rejectsAGzipBombByItsInflatedSize() {
        var bomb = drop("bomb", "{}" + " ".repeat(10_000_000)).gzipped();
        assertThat(bomb.body().length()).isLessThan(MAX_BYTES);

        var answer = platform.send(bomb);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error()).isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void acceptsAtMost32KB() {
        var largest = ("{}" + " ".repeat(MAX_BYTES - 2)).getBytes(StandardCharsets.UTF_8);
        var tooLarge = Arrays.copyOf(largest, MAX_BYTES + 1);
        tooLarge[MAX_BYTES] = ' ';

        assertThat(status(drop("large", largest))).isEqualTo(200);
        assertThat(platform.client().sendChunked(drop("large", largest)).status())
                .isEqualTo(200);
        assertThat(platform.send(drop("large", tooLarge)).error()).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(platform.client().sendChunked(drop("large", tooLarge)).error())
                .isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(stored("large")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json; charset=utf-8", "application/json;charset=UTF-8", "Application/JSON"})
    void acceptsEveryMediaTypeOfJson(String type) {
        var request = drop("type", "{}").without("Content-Type");

        assertThat(status(request.with("Content-Type", type))).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/json; charset=utf-16", "application/jsonp"})
    void rejectsAnotherMediaType(String type) {
        var request = drop("rejected", "{}").without("Content-Type");

        assertThat(platform.send(request.with("Content-Type", type)).error()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void rejectsABodyWithoutAMediaTypeOrWithAnUnknownEncoding() {
        var request = drop("rejected", "{}");

        assertThat(status(request.without("Content-Type"))).isEqualTo(415);
        assertThat(status(request.with("Content-Encoding", "br"))).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "7", "A-b_c.d:e", "%61%2Dz"})
    void acceptsAnEventIdAfterPercentDecoding(String eventId) {
        var decoded = eventId.equals("%61%2Dz") ? "a-z" : eventId;

        assertThat(status(drop(eventId, "{\"id\":1}"))).isEqualTo(200);
        assertThat(stored(decoded)).containsExactly("{\"id\":1}");
    }

    @Test
    void acceptsAnEventIdOf128Characters() {
        assertThat(status(drop("e".repeat(128), "{}"))).isEqualTo(200);
        assertThat(status(drop("e".repeat(129), "{}"))).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", ".a", "%00", "a%00", "a%2Fb", "%C3%28", "a%20b", "é", "a+b", "%F0%9F%98%80"})
    void e04_rejectsAnInvalidEventId(String eventId) {
        var escaped = eventId.equals("é") ? "%C3%A9" : eventId;

        var answer = platform.send(drop(escaped, "{}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getJsonArray("details").getJsonObject(0).getString("path"))
                .isEqualTo("eventID");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%", "a%4", "%u0041"})
    void rejectsAnInvalidEscapeInTheEventId(String eventId) {
        var answer = platform.client().sendRaw("""
                        POST %s HTTP/1.1\r
                        Host: localhost\r
                        user-jwt-token: %s\r
                        Content-Type: application/json\r
                        Content-Length: 2\r
                        Connection: close\r
                        \r
                        {}""".formatted(Request.dropPath(eventId), TOKEN));

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void rejectsAQueryParameter() {
        var request =
                Request.of("POST", Request.dropPath("rejected") + "?debug=1").with("Content-Type", "application/json");

        assertThat(platform.send(request.by(TOKEN)).error()).isEqualTo("BAD_REQUEST");
    }

    private static Request drop(String eventId, String json) {
        return Request.drop(eventId, json).by(TOKEN);
    }

    private static Request drop(String eventId, byte[] body) {
        return Request.drop(eventId, Buffer.buffer(body)).by(TOKEN);
    }

    private int status(Request request) {
        return platform.send(request).status();
    }

    private List<String> stored(String eventId) {
        return platform.sql("SELECT attributes::text FROM analytics.event WHERE event_id = ?", eventId);
    }
}
