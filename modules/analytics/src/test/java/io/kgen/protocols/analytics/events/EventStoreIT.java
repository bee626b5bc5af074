package io.kgen.protocols.analytics.events;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.analytics.AnalyticsHarness;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStoreIT extends EventStoreFixture {

    @Test
    void repliesAfterTheCommit() {
        var visibleAtReply = analytics
                .call(RECORD_EVENT, event("user", "login", "{\"level\":7}"))
                .map(recorded -> recorded.status() + " " + analytics.sql("SELECT event_id FROM analytics.event"));

        assertThat(visibleAtReply.await()).isEqualTo("STORED [login]");
    }

    @Test
    void storesThePlayerTheEventAndTheTime() {
        analytics.callAndAwait(RECORD_EVENT, event("user", "login", "{}"));

        assertThat(analytics.sql("SELECT concat_ws(' ', issuer, user_id, event_id, attributes,"
                        + " received_at BETWEEN now() - interval '1 minute' AND now()) FROM analytics.event"))
                .containsExactly("issuer user login {} t");
    }

    @Test
    void storesARepeatedEventWithoutAKeyAgain() {
        analytics.callAndAwait(RECORD_EVENT, event("user", "login", "{}"));
        analytics.callAndAwait(RECORD_EVENT, event("user", "login", "{}"));

        assertThat(stored()).containsExactly("login", "login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"max\":9223372036854775807,\"min\":-9223372036854775808}",
                "{\"fine\":0.1000000000000000055}",
                "{\"tiny\":1e-300,\"minus zero\":-0.0,\"trailing\":1.500}",
                "{ \"z\" : \"spaces and order\",\n\t\"a\" : \"\\u00e4 \u00e4 \\\"quoted\\\" \ud83c\udfb2 \\/\" }",
                "{\"text\":\"1\",\"integer\":1,\"decimal\":1.0}"
            })
    void e13_storesEveryValueByteForByte(String attributes) {
        analytics.callAndAwait(RECORD_EVENT, event("user", "numbers", attributes));

        assertThat(analytics.sql("SELECT attributes::text FROM analytics.event"))
                .containsExactly(attributes);
    }

    @Test
    void e13_storesTheNumbersOfAJsonMessageExactly() {
        var attributes = new JsonObject()
                .put("max", Long.MAX_VALUE)
                .put("fine", new BigDecimal("0.1000000000000000055"))
                .put("tiny", new BigDecimal("1E-300"));
        var reply = analytics.callWithJson(RECORD_EVENT, json("numbers", attributes));

        assertThat(reply).isEqualTo(new JsonObject().put("status", "stored"));
        assertThat(analytics.sql("SELECT attributes::text FROM analytics.event"))
                .containsExactly("{\"max\":9223372036854775807,\"fine\":0.1000000000000000055,\"tiny\":1E-300}");
    }

    @Test
    void storesAnEventOfTheMaximumSize() {
        var json = new JsonObject();
        IntStream.range(0, 7).forEach(i -> json.put("attribute" + i, "\u20ac".repeat(1_365)));
        json.put("rest", "");
        json.put("rest", "x".repeat(32 * 1024 - json.encode().getBytes(UTF_8).length));
        analytics.callAndAwait(RECORD_EVENT, event("user", "heavy", json.encode()));

        assertThat(analytics.sql("SELECT attributes::text FROM analytics.event"))
                .containsExactly(json.encode());
    }

    @Test
    void concurrentEventsShareCommits() {
        Future.all(recordMany("event")).await();

        assertThat(stored()).hasSize(MANY).doesNotHaveDuplicates();
        assertThat(analytics.sql("SELECT DISTINCT xmin::text FROM analytics.event"))
                .hasSizeLessThan(MANY / 2);
    }

    @Test
    void e24_theSameUserIdOfTwoIssuersIsTwoPlayers() {
        analytics.callAndAwait(RECORD_EVENT, new RecordEvent(new PlayerId("one", "user"), "login", Attributes.NONE));
        analytics.callAndAwait(RECORD_EVENT, new RecordEvent(new PlayerId("two", "user"), "login", Attributes.NONE));

        assertThat(analytics.sql("SELECT issuer FROM analytics.event WHERE user_id = 'user'"))
                .containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void stoppingRepliesToEveryEventThatItStores() {
        var replies = recordMany("event");
        replies.get(0).await();
        analytics.undeploy();
        analytics.deploy(1);

        var succeeded = replies.stream().filter(reply -> AnalyticsHarness.failureOf(reply) == null);
        assertThat(stored()).hasSize((int) succeeded.count());
    }
}
