package io.kgen.protocols.app.http;

import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.PlatformTest;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The header {@code Idempotency-Key} of the contract, from the request to the rows. */
@PlatformTest
class IdempotencyKeyIT {

    private static final String TOKEN = token("dropper");

    private final RunningPlatform platform;

    IdempotencyKeyIT(RunningPlatform platform) {
        this.platform = platform;
    }

    @AfterEach
    void empty() {
        platform.sql("TRUNCATE analytics.event, analytics.event_key");
    }

    @Test
    void e01_aRepeatedKeyGets200AgainAndIsStoredOnce() {
        var first = platform.send(drop("{\"a\":1}", "key"));
        var again = platform.send(drop("{\"a\":1}", "key"));

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(stored()).containsExactly("{\"a\":1}");
    }

    @Test
    void e01_fiftyConcurrentRetriesGetTheSame200AndAreStoredOnce() {
        var answers = IntStream.range(0, 50)
                .mapToObj(i -> platform.client().sendAsync(drop("{\"a\":1}", "key")))
                .toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
        assertThat(stored()).hasSize(1);
    }

    @Test
    void e01_aKeyStaysKnownAcrossMidnight() {
        platform.sql("SELECT analytics.make_event_day((now() AT TIME ZONE 'UTC')::date - 1)");
        platform.send(drop("{}", "key"));
        age("1 day");

        assertThat(status(drop("{}", "key"))).isEqualTo(200);
        assertThat(status(drop("{\"other\":1}", "key"))).isEqualTo(409);
        assertThat(stored()).hasSize(1);
        assertThat(status(drop("{}", "key-of-today"))).isEqualTo(200);
        assertThat(platform.sql("SELECT DISTINCT tableoid::regclass::text FROM analytics.event"))
                .hasSize(2);
    }

    @Test
    void aKeyExpiresAfterSevenDays() {
        platform.send(drop("{}", "key"));
        age("7 days 1 second");

        assertThat(status(drop("{\"other\":1}", "key"))).isEqualTo(200);
        assertThat(stored()).hasSize(2);
    }

    @Test
    void e02_theSameKeyOfAnotherUserOrIssuerIsAnotherEvent() {
        var tokens = Stream.of(TOKEN, token("another"), token("another-issuer", "dropper"));

        var statuses = tokens.map(token -> status(Request.drop("scoped", "{\"of\":\"" + token.hashCode() + "\"}")
                .by(token)
                .with("Idempotency-Key", "key")));

        assertThat(statuses).containsExactly(200, 200, 200);
        assertThat(platform.sql("SELECT issuer || ' ' || user_id FROM analytics.event"))
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    @Test
    void e03_theSameKeyWithOtherContentIs409AndChangesNothing() {
        platform.send(drop("{\"a\":1}", "key"));
        var otherEvent = Request.drop("other", "{\"a\":1}").by(TOKEN).with("Idempotency-Key", "key");

        assertThat(List.of(drop("{\"a\":2}", "key"), drop("{\"a\":1.0}", "key"), otherEvent))
                .extracting(platform::send)
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(409);
                    assertThat(answer.error()).isEqualTo("IDEMPOTENCY_CONFLICT");
                });
        assertThat(status(drop("{\"a\":1}", "key"))).isEqualTo(200);
        assertThat(stored()).containsExactly("{\"a\":1}");
    }

    @Test
    void aRejectedEventDoesNotUseItsKey() {
        assertThat(status(drop("{\"a\":null}", "key"))).isEqualTo(400);

        assertThat(status(drop("{\"a\":1}", "key"))).isEqualTo(200);
        assertThat(stored()).containsExactly("{\"a\":1}");
    }

    @Test
    void acceptsAKeyOf100VisibleCharacters() {
        var key = "key!#$%&~|".repeat(10);

        assertThat(status(drop("{}", key))).isEqualTo(200);
        assertThat(status(drop("{}", key))).isEqualTo(200);
        assertThat(stored()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "clé", "101"})
    void e04_rejectsAnInvalidKeyAndNamesTheHeader(String key) {
        var answer = platform.client()
                .sendRaw("""
                        POST %s HTTP/1.1\r
                        Host: localhost\r
                        user-jwt-token: %s\r
                        Content-Type: application/json\r
                        Idempotency-Key: %s\r
                        Content-Length: 2\r
                        Connection: close\r
                        \r
                        {}""".formatted(Request.dropPath("rejected"), TOKEN, key.equals("101") ? "k".repeat(101) : key));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().getJsonArray("details").getJsonObject(0).getString("path"))
                .isEqualTo("Idempotency-Key");
        assertThat(stored()).isEmpty();
    }

    @Test
    void rejectsADuplicateKeyHeader() {
        var answer = platform.send(drop("{}", "key").with("Idempotency-Key", "key"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(stored()).isEmpty();
    }

    private static Request drop(String json, String key) {
        return Request.drop("keyed", json).by(TOKEN).with("Idempotency-Key", key);
    }

    private int status(Request request) {
        return platform.send(request).status();
    }

    /** Moves the recording time of all stored events back by the interval. */
    private void age(String interval) {
        platform.sql("UPDATE analytics.event SET received_at = received_at - interval '%1$s';".formatted(interval)
                + "UPDATE analytics.event_key SET recorded_at = recorded_at - interval '%1$s'".formatted(interval));
    }

    private List<String> stored() {
        return platform.sql("SELECT attributes::text FROM analytics.event");
    }
}
