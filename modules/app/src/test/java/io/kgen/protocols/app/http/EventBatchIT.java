package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.ItemResults.CONFLICT;
import static io.kgen.protocols.app.support.ItemResults.DUPLICATE;
import static io.kgen.protocols.app.support.ItemResults.REJECTED;
import static io.kgen.protocols.app.support.ItemResults.RETRY;
import static io.kgen.protocols.app.support.ItemResults.STORED;
import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.ItemResults;
import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The batch of the contract, from the socket to the rows: the result of each item and the status of the response. */
@PlatformTest
class EventBatchIT {

    private static final String TOKEN = token("batcher");

    private final RunningPlatform platform;

    EventBatchIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @AfterEach
    void empty() {
        platform.sql("TRUNCATE analytics.event, analytics.event_key");
    }

    @Test
    void responds200WhenAllItemsAreStoredOrDuplicates() {
        var batch = batch(item("a"), keyed("b", "key"), keyed("b", "key"), item("a"));

        var answer = platform.send(batch);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ItemResults.of(answer)).containsExactly(STORED, STORED, DUPLICATE, STORED);
        assertThat(stored()).containsExactlyInAnyOrder("a", "a", "b");

        assertThat(ItemResults.of(platform.send(batch))).containsExactly(STORED, DUPLICATE, DUPLICATE, STORED);
        assertThat(stored()).containsExactlyInAnyOrder("a", "a", "a", "a", "b");
    }

    @Test
    void e03_aKeyWithOtherContentIsAConflictAndTheOtherItemsAreStored() {
        platform.send(batch(keyed("first", "key")));

        var answer = platform.send(batch(item("before"), keyed("other", "key"), item("after")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(ItemResults.of(answer)).containsExactly(STORED, CONFLICT, STORED);
        assertThat(stored()).containsExactlyInAnyOrder("first", "before", "after");
    }

    @Test
    void e02_theSameKeyOfAnotherUserOrIssuerIsAnotherEvent() {
        var tokens = List.of(TOKEN, token("another"), token("another-issuer", "batcher"));

        var answers = tokens.stream()
                .map(token ->
                        platform.send(Request.batch(keyed("scoped", "key")).by(token)));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(ItemResults.of(answer)).containsExactly(STORED);
        });
        assertThat(stored()).hasSize(3);
    }

    @Test
    void e01_aKeyIdentifiesOneEventOnEveryInterface() {
        var drop = Request.drop("login", "{\"level\":7}").by(TOKEN).with("Idempotency-Key", "key");
        assertThat(platform.send(drop).status()).isEqualTo(200);

        var same = "{\"eventId\":\"login\",\"attributes\":{\"level\":7},\"key\":\"key\"}";
        assertThat(ItemResults.of(platform.send(batch(same, keyed("login", "key")))))
                .containsExactly(DUPLICATE, CONFLICT);
        assertThat(stored()).containsExactly("login");
    }

    /** One item for each status, with a row that PostgreSQL rejects and a row that it cannot finish. */
    @Test
    void e11_responds503AndMarksRetryableAndPermanentFailures() {
        platform.send(batch(keyed("known", "known"), keyed("other", "of-another")));
        var batch = batch(
                keyed("poison", "key"),
                item("stored"),
                keyed("known", "known"),
                keyed("known", "of-another"),
                keyed("unfinished", "key"));
        breakInserts();
        try {
            var answer = platform.send(batch);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(ItemResults.of(answer)).containsExactly(REJECTED, STORED, DUPLICATE, CONFLICT, RETRY);
        } finally {
            repairInserts();
        }
        var again = platform.send(batch(keyed("unfinished", "key")));

        assertThat(ItemResults.of(again)).containsExactly(STORED);
        assertThat(stored()).containsExactlyInAnyOrder("known", "other", "stored", "unfinished");
    }

    static Stream<Arguments> permanentlyRejected() {
        return Stream.of(
                Arguments.of("NUL in a value", "{\"eventId\":\"bad\",\"attributes\":{\"a\":\"\\u0000\"}}"),
                Arguments.of("a lone surrogate in a value", "{\"eventId\":\"bad\",\"attributes\":{\"a\":\"\\ud83c\"}}"),
                Arguments.of("NUL in a name", "{\"eventId\":\"bad\",\"attributes\":{\"n\\u0000\":1}}"),
                Arguments.of("a lone surrogate in a name", "{\"eventId\":\"bad\",\"attributes\":{\"\\udfb2\":1}}"),
                Arguments.of("NUL in the key", "{\"eventId\":\"bad\",\"attributes\":{},\"key\":\"k\\u0000\"}"),
                Arguments.of(
                        "a lone surrogate in the key", "{\"eventId\":\"bad\",\"attributes\":{},\"key\":\"\\ud83c\"}"),
                Arguments.of("NUL in the event's id", "{\"eventId\":\"bad\\u0000\",\"attributes\":{}}"),
                Arguments.of("a lone surrogate in the event's id", "{\"eventId\":\"bad\\ud83c\",\"attributes\":{}}"),
                Arguments.of("2^63", "{\"eventId\":\"bad\",\"attributes\":{\"a\":9223372036854775808}}"),
                Arguments.of("1e400", "{\"eventId\":\"bad\",\"attributes\":{\"a\":1e400}}"),
                Arguments.of("a name twice", "{\"eventId\":\"bad\",\"eventId\":\"bad\",\"attributes\":{}}"),
                Arguments.of("an attribute twice", "{\"eventId\":\"bad\",\"attributes\":{\"a\":1,\"a\":1}}"),
                Arguments.of("a value of more than 4 KB", item("bad", "{\"a\":\"" + "x".repeat(4_097) + "\"}")),
                Arguments.of("more than 32 KB", item("bad", "{\"a\":1" + " ".repeat(32 * 1024) + "}")),
                Arguments.of("a key of 101 characters", keyed("bad", "k".repeat(101))),
                Arguments.of("no id", "{\"attributes\":{}}"),
                Arguments.of("no attributes", "{\"eventId\":\"bad\"}"),
                Arguments.of("an unknown field", "{\"eventId\":\"bad\",\"attributes\":{},\"userId\":\"u\"}"),
                Arguments.of("a time that is none", "{\"eventId\":\"bad\",\"attributes\":{},\"occurredAt\":\"now\"}"),
                Arguments.of("no object", "[]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("permanentlyRejected")
    void e04_e11_e13_rejectsAnInvalidItemPermanentlyAndStoresTheOtherItems(String what, String item) {
        var answer = platform.send(batch(item("before"), item, keyed("after", "key")));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(ItemResults.of(answer)).containsExactly(STORED, REJECTED, STORED);
        assertThat(stored()).containsExactlyInAnyOrder("before", "after");
    }

    @Test
    void e04_invalidUtf8RejectsOnlyItsOwnItem() {
        var good = item("good").getBytes(StandardCharsets.UTF_8);
        var body = Buffer.buffer("{\"events\":[")
                .appendBytes(good)
                .appendString(",{\"eventId\":\"bad\",\"attributes\":{\"a\":\"")
                .appendBytes(new byte[] {(byte) 0xc3, '('})
                .appendString("\"}},")
                .appendBytes(good)
                .appendString("]}");

        var answer = platform.send(Request.batch(body).by(TOKEN));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(ItemResults.of(answer)).containsExactly(STORED, REJECTED, STORED);
        assertThat(stored()).containsExactly("good", "good");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"max\":9223372036854775807,\"min\":-9223372036854775808}",
                "{\"fine\":0.1000000000000000055,\"minus zero\":-0.0,\"trailing\":1.50E+3}",
                "{ \"z\" : \"kept \\u00e4ä😀\" , \"a\" : \" as it is \" }"
            })
    void e13_storesEveryValueByteForByte(String attributes) {
        assertThat(platform.send(batch(item("numbers", attributes), item("numbers", attributes)))
                        .status())
                .isEqualTo(200);

        assertThat(platform.sql("SELECT attributes::text FROM analytics.event"))
                .containsExactly(attributes, attributes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:00Z", "2099-12-31T23:59:59.123456789+14:00", "2026-11-23T12:00:00.0-03:00"})
    void e09_storesTheClientTimeByteForByteAndDoesNotInterpretIt(String occurredAt) {
        var timed = "{\"eventId\":\"timed\",\"attributes\":{},\"occurredAt\":\"" + occurredAt + "\"}";

        assertThat(platform.send(batch(item("first"), timed, item("last"))).status())
                .isEqualTo(200);

        assertThat(platform.sql(
                        "SELECT concat_ws(' ', event_id, occurred_at) FROM analytics.event ORDER BY received_at, id"))
                .containsExactly("first", "timed " + occurredAt, "last");
        assertThat(platform.sql("SELECT count(*)::text FROM analytics.event"
                        + " WHERE received_at BETWEEN now() - interval '1 minute' AND now()"))
                .containsExactly("3");
    }

    private void breakInserts() {
        platform.sql("""
                CREATE FUNCTION analytics.break_insert() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    CASE NEW.event_id
                        WHEN 'poison' THEN RAISE SQLSTATE '23514';
                        WHEN 'unfinished' THEN RAISE SQLSTATE '57014';
                        ELSE RETURN NEW;
                    END CASE;
                END $$;
                CREATE TRIGGER break_insert BEFORE INSERT ON analytics.event
                    FOR EACH ROW EXECUTE FUNCTION analytics.break_insert()
                """);
    }

    private void repairInserts() {
        platform.sql("DROP FUNCTION analytics.break_insert() CASCADE");
    }

    private static Request batch(String... items) {
        return Request.batch(items).by(TOKEN);
    }

    private static String item(String eventId) {
        return item(eventId, "{}");
    }

    private static String item(String eventId, String attributes) {
        return "{\"eventId\":\"" + eventId + "\",\"attributes\":" + attributes + "}";
    }

    private static String keyed(String eventId, String key) {
        return "{\"eventId\":\"" + eventId + "\",\"attributes\":{},\"key\":\"" + key + "\"}";
    }

    private List<String> stored() {
        return platform.sql("SELECT event_id FROM analytics.event");
    }
}
