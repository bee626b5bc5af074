package io.kgen.protocols.analytics;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.EventRecorded;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SandboxExtension.class)
class EventsIT {

    private static final int MANY = 100;

    private static Deployed analytics;

    @BeforeAll
    static void deploy(Sandbox sandbox) {
        analytics = Deployed.on(sandbox);
    }

    @AfterAll
    static void undeploy() {
        analytics.close();
    }

    @AfterEach
    void empty() {
        analytics.sql("TRUNCATE analytics.event");
    }

    @Test
    void aReplyMeansCommitted() {
        var visibleWhenAnswered = analytics
                .call(RECORD_EVENT, event("user", "login", "{\"level\":7}"))
                .map(recorded -> recorded.status() + " " + analytics.sql("SELECT event_id FROM analytics.event"));

        assertThat(visibleWhenAnswered.await()).isEqualTo("STORED [login]");
    }

    @Test
    void keepsWhoDidWhatAndWhen() {
        analytics.ask(RECORD_EVENT, event("user", "login", "{}"));

        assertThat(analytics.sql("SELECT concat_ws(' ', issuer, user_id, event_id, attributes,"
                        + " received_at BETWEEN now() - interval '1 minute' AND now()) FROM analytics.event"))
                .containsExactly("issuer user login {} t");
    }

    @Test
    void theSameEventAgainIsAnotherOccurrence() {
        analytics.ask(RECORD_EVENT, event("user", "login", "{}"));
        analytics.ask(RECORD_EVENT, event("user", "login", "{}"));

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
    void e13_everyValueComesBackToTheLetter(String attributes) {
        analytics.ask(RECORD_EVENT, event("user", "numbers", attributes));

        assertThat(analytics.sql("SELECT attributes::text FROM analytics.event"))
                .containsExactly(attributes);
    }

    @Test
    void e13_aJsonMessageKeepsItsNumbersToo() {
        var attributes = new JsonObject()
                .put("max", Long.MAX_VALUE)
                .put("fine", new BigDecimal("0.1000000000000000055"))
                .put("tiny", new BigDecimal("1E-300"));
        var reply = analytics.askInJson(RECORD_EVENT, json("numbers", attributes));

        assertThat(reply).isEqualTo(new JsonObject().put("status", "stored"));
        assertThat(analytics.sql("SELECT attributes::text FROM analytics.event"))
                .containsExactly("{\"max\":9223372036854775807,\"fine\":0.1000000000000000055,\"tiny\":1E-300}");
    }

    @Test
    void anEventAsHeavyAsTheyComeIsStored() {
        var json = new JsonObject();
        IntStream.range(0, 8).forEach(i -> json.put("attribute" + i, "\u20ac".repeat(1_365)));
        analytics.ask(RECORD_EVENT, event("user", "heavy", json.encode()));

        assertThat(analytics.sql("SELECT attributes::text FROM analytics.event"))
                .containsExactly(json.encode());
    }

    static Stream<JsonObject> unstorable() {
        return Stream.of(
                json("refused", new JsonObject().put("value", "NUL \0")),
                json("refused", new JsonObject().put("value", "half \ud83c")),
                json("refused", new JsonObject().put("value", "half \udfb2 a pair")),
                json("refused", new JsonObject().put("NUL \0", "in a name")),
                json("refused", new JsonObject().put("half \ud83c", "in a name")),
                json("refused\0", new JsonObject()),
                json("refused", new JsonObject()).put("userId", "half \ud83c"));
    }

    @ParameterizedTest
    @MethodSource("unstorable")
    void e04_neighboursOfARefusedEventAreStored(JsonObject unstorable) {
        var before = recordMany("before");
        assertThatThrownBy(() -> analytics.askInJson(RECORD_EVENT, unstorable))
                .isInstanceOfSatisfying(
                        ReplyException.class,
                        refused -> assertThat(refused.failureCode()).isEqualTo(FailureCode.INVALID.number()));
        var after = recordMany("after");

        Future.all(before).await();
        Future.all(after).await();
        assertThat(stored()).hasSize(2 * MANY).noneMatch(id -> id.startsWith("refused"));
    }

    @Test
    void concurrentEventsShareCommits() {
        Future.all(recordMany("event")).await();

        assertThat(stored()).hasSize(MANY).doesNotHaveDuplicates();
        assertThat(analytics.sql("SELECT DISTINCT xmin::text FROM analytics.event"))
                .hasSizeLessThan(MANY / 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CHECK (event_id <> 'event-37' AND event_id <> 'event-38')", // SQLSTATE 23514
                "CHECK (event_id NOT IN ('event-37', 'event-38') OR event_id::int > 0)" // SQLSTATE 22P02
            })
    void e05_aPoisonRowFailsAloneAndItsNeighboursAreStoredOnce(String rule) {
        analytics.sql("ALTER TABLE analytics.event ADD CONSTRAINT poison " + rule);
        try {
            var answers = recordMany("event");
            var refused = IntStream.range(0, MANY)
                    .filter(i -> Deployed.failureOf(answers.get(i)) == FailureCode.INVALID)
                    .boxed();

            assertThat(refused).containsExactly(37, 38);
            assertThat(answers.stream().filter(Future::succeeded)).hasSize(MANY - 2);
            assertThat(stored()).hasSize(MANY - 2).doesNotHaveDuplicates();
        } finally {
            analytics.sql("ALTER TABLE analytics.event DROP CONSTRAINT poison");
        }
    }

    @Test
    void e24_theSameUserIdOfTwoIssuersIsTwoPeople() {
        analytics.ask(RECORD_EVENT, new RecordEvent("one", "user", "login", Attributes.NONE));
        analytics.ask(RECORD_EVENT, new RecordEvent("two", "user", "login", Attributes.NONE));

        assertThat(analytics.sql("SELECT issuer FROM analytics.event WHERE user_id = 'user'"))
                .containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void stoppingAnswersForEverythingThatItStores() {
        var answers = recordMany("event");
        answers.get(0).await();
        analytics.undeploy();
        analytics.deploy(1);

        var answered = answers.stream().filter(answer -> Deployed.failureOf(answer) == null);
        assertThat(stored()).hasSize((int) answered.count());
    }

    private static List<Future<EventRecorded>> recordMany(String name) {
        var answers = new ArrayList<Future<EventRecorded>>();
        IntStream.range(0, MANY)
                .mapToObj(i -> event("user-" + i % 10, name + "-" + i, "{}"))
                .forEach(event -> answers.add(analytics.call(RECORD_EVENT, event)));
        return answers;
    }

    private static RecordEvent event(String userId, String eventId, String attributes) {
        return new RecordEvent("issuer", userId, eventId, Attributes.parse(attributes));
    }

    private static JsonObject json(String eventId, JsonObject attributes) {
        return new JsonObject()
                .put("issuer", "issuer")
                .put("userId", "user")
                .put("eventId", eventId)
                .put("attributes", attributes)
                .put("ofANewerVersion", true);
    }

    private static List<String> stored() {
        return analytics.sql("SELECT event_id FROM analytics.event");
    }
}
