package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.ItemResults.STORED;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.ItemResults;
import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The size limits and encodings of a batch, and the errors that reject a batch as a whole: nothing of it is stored. */
@PlatformTest
class EventBatchLimitsIT {

    private static final int MAX_ITEMS = 500;
    private static final int MAX_BYTES = 1024 * 1024;
    private static final String TOKEN = token("batcher");

    private final RunningPlatform platform;

    EventBatchLimitsIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void accepts500ItemsAndStoresEach() {
        var answer = platform.send(batch(items("many", MAX_ITEMS)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ItemResults.of(answer)).isEqualTo(Collections.nCopies(MAX_ITEMS, STORED));
        assertThat(stored("many")).hasSize(MAX_ITEMS).doesNotHaveDuplicates();
    }

    @Test
    void rejects501ItemsAndAnEmptyBatchAndNamesTheField() {
        for (var request : List.of(batch(items("too-many", MAX_ITEMS + 1)), batch(""))) {
            var answer = platform.send(request);

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.error()).isEqualTo("BAD_REQUEST");
            assertThat(answer.json().getJsonArray("details").getJsonObject(0).getString("path"))
                    .isEqualTo("/events");
        }
        assertThat(stored("too-many")).isEmpty();
    }

    @Test
    void acceptsAtMost1MBInEveryEncoding() {
        var largest = filled("large", MAX_BYTES);
        var tooLarge = filled("larger", MAX_BYTES + 1);

        assertThat(platform.send(largest).status()).isEqualTo(200);
        assertThat(platform.client().sendChunked(largest).status()).isEqualTo(200);
        assertThat(platform.send(largest.gzipped()).status()).isEqualTo(200);
        assertThat(stored("large")).hasSize(3 * MAX_ITEMS);

        assertThat(platform.send(tooLarge).error()).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(platform.client().sendChunked(tooLarge).error()).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(platform.send(tooLarge.gzipped()).error()).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(stored("larger")).isEmpty();
    }

    @Test
    void inflatesAGzipBodyAndRejectsATruncatedOne() {
        var request = batch(items("gzip", 100)).gzipped();
        var whole = request.body().getBytes();

        assertThat(platform.send(request).status()).isEqualTo(200);
        assertThat(platform.send(request.withBody(Arrays.copyOf(whole, whole.length - 9)))
                        .error())
                .isEqualTo("BAD_REQUEST");
        assertThat(stored("gzip")).hasSize(100);
    }

    @Test
    void rejectsThousandsOfEmptyGzipMembersWithoutAStackOverflow() {
        var member = Request.batch(Buffer.buffer()).gzipped().body();
        var members = Buffer.buffer();
        IntStream.range(0, 50_000).forEach(i -> members.appendBuffer(member));

        var answer = platform.send(batch("").gzipped().withBody(members.getBytes()));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error()).isEqualTo("BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "null",
                "{}",
                "{\"events\":{}}",
                "{\"events\":[ITEM]",
                "{\"events\":[ITEM,]}",
                "{\"events\":[ITEM]}x",
                "{\"events\":[ITEM],\"events\":[]}",
                "{\"events\":[ITEM],\"more\":1}",
                "{\"events\":[ITEM]/**/}",
                " "
            })
    void rejectsAMalformedBatchAsAWhole(String body) {
        var request = Request.batch(Buffer.buffer(body.replace("ITEM", item("whole"))))
                .by(TOKEN);

        assertThat(platform.send(request).error()).isEqualTo("BAD_REQUEST");
        assertThat(stored("whole")).isEmpty();
    }

    private static Request batch(String... items) {
        return Request.batch(items).by(TOKEN);
    }

    private static String[] items(String name, int many) {
        return IntStream.range(0, many).mapToObj(i -> item(name + "-" + i)).toArray(String[]::new);
    }

    private static String item(String eventId) {
        return "{\"eventId\":\"" + eventId + "\",\"attributes\":{}}";
    }

    /** Builds a batch with the maximum number of items and exactly the given number of bytes. */
    private static Request filled(String name, int bytes) {
        var filler = "{\"filler\":\"" + "é".repeat(bytes / MAX_ITEMS / 2 - 50) + "\"}";
        var items = Arrays.stream(items(name, MAX_ITEMS)).map(item -> item.replace("{}", filler));
        var request = batch(items.toArray(String[]::new));
        var body = Arrays.copyOf(request.body().getBytes(), bytes);
        Arrays.fill(body, request.body().length(), bytes, " ".getBytes(StandardCharsets.US_ASCII)[0]);
        return request.withBody(body);
    }

    private List<String> stored(String name) {
        return platform.sql("SELECT event_id FROM analytics.event WHERE event_id LIKE ? || '-%'", name);
    }
}
