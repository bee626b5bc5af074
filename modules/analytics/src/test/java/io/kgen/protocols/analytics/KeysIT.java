package io.kgen.protocols.analytics;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.EventItem;
import io.kgen.protocols.contracts.analytics.EventResult;
import io.kgen.protocols.contracts.analytics.EventResult.Status;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.analytics.RecordStatus;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(SandboxExtension.class)
class KeysIT {

    private static Deployed analytics;
    private static Deployed anotherNode;

    @BeforeAll
    static void deploy(Sandbox sandbox) {
        analytics = Deployed.on(sandbox);
        anotherNode = Deployed.on(sandbox.postgres(), 1);
    }

    @AfterAll
    static void undeploy() {
        analytics.close();
        anotherNode.close();
    }

    @AfterEach
    void empty() {
        analytics.sql("TRUNCATE analytics.event, analytics.event_key");
    }

    @Test
    void e01_theSameKeyAgainIsTheSameSuccessAndOneRow() {
        assertThat(record(event("user", "key"))).isEqualTo(RecordStatus.STORED);
        assertThat(record(event("user", "key"))).isEqualTo(RecordStatus.DUPLICATE);
        assertThat(record(event("user", "another-key"))).isEqualTo(RecordStatus.STORED);

        assertThat(stored()).hasSize(2);
    }

    @Test
    void e01_aKeyOfYesterdayIsStillTheSameAfterMidnight() {
        analytics.sql("SELECT analytics.make_event_day((now() AT TIME ZONE 'UTC')::date - 1)");
        record(event("user", "key"));
        age("1 day");
        assertThat(partitions()).hasSize(1);

        assertThat(record(event("user", "key"))).isEqualTo(RecordStatus.DUPLICATE);

        assertThat(stored()).hasSize(1);
        record(event("user", "key-of-today"));
        assertThat(partitions()).hasSize(2);
    }

    @Test
    void aKeyIsOverAfterSevenDaysEvenIfItIsStillThere() {
        record(event("user", "key"));
        age("6 days 23 hours");
        assertThat(record(event("user", "key"))).isEqualTo(RecordStatus.DUPLICATE);

        age("2 hours");
        assertThat(record(event("user", "key", "{\"other\":1}"))).isEqualTo(RecordStatus.STORED);
        assertThat(record(event("user", "key", "{\"other\":1}"))).isEqualTo(RecordStatus.DUPLICATE);
        assertThat(analytics.failureOf(RECORD_EVENT, event("user", "key"))).isEqualTo(FailureCode.CONFLICT);

        assertThat(stored()).hasSize(2);
    }

    @Test
    void e02_theSameKeyOfTwoUsersAndOfTwoIssuersIsOfDifferentEvents() {
        var players = Stream.of("one user", "one another", "two user").map(player -> player.split(" "));
        var events =
                players.map(player -> new RecordEvent(player[0], player[1], "login", Attributes.NONE, "key", null));

        assertThat(events.map(KeysIT::record)).containsOnly(RecordStatus.STORED);
        assertThat(stored()).hasSize(3);
    }

    @Test
    void e03_theSameKeyWithOtherContentIsAConflictAndChangesNothing() {
        var first = new RecordEvent(
                "issuer", "user", "login", Attributes.parse("{\"a\":1}"), "key", "2026-11-01T00:00:00Z");
        record(first);

        var others = Stream.of(
                new RecordEvent("issuer", "user", "logout", first.attributes(), "key", first.occurredAt()),
                new RecordEvent("issuer", "user", "login", Attributes.parse("{\"a\":2}"), "key", first.occurredAt()),
                new RecordEvent("issuer", "user", "login", Attributes.parse("{ \"a\":1}"), "key", first.occurredAt()),
                new RecordEvent("issuer", "user", "login", first.attributes(), "key", "2026-11-01T00:00:00.0Z"),
                new RecordEvent("issuer", "user", "login", first.attributes(), "key", null));

        assertThat(others.map(other -> analytics.failureOf(RECORD_EVENT, other)))
                .containsOnly(FailureCode.CONFLICT);
        assertThat(record(first)).isEqualTo(RecordStatus.DUPLICATE);
        assertThat(stored()).containsExactly("login");
    }

    @Test
    void e01_ofManyRetriesOfOneKeyOnTwoNodesExactlyOneIsStored() {
        var answers = IntStream.range(0, 200)
                .mapToObj(i -> (i % 2 == 0 ? analytics : anotherNode).call(RECORD_EVENT, event("user", "key")))
                .toList();

        assertThat(answers.stream().map(answer -> answer.await().status()))
                .containsOnlyOnce(RecordStatus.STORED)
                .filteredOn(status -> status == RecordStatus.DUPLICATE)
                .hasSize(199);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void e01_twoNodesThatTakeTheSameKeysInOppositeOrderNeitherBlockNorDoubleThem() {
        var events = IntStream.range(0, 400)
                .mapToObj(i -> event("user-" + i % 7, "key-" + i))
                .toList();
        var backwards = new ArrayList<>(events);
        Collections.reverse(backwards);
        var forth = analytics.call(RECORD_EVENTS, batch(events));
        var back = anotherNode.call(RECORD_EVENTS, batch(backwards));

        var statuses = Stream.of(forth, back)
                .flatMap(answer -> answer.await().results().stream())
                .map(EventResult::status);
        assertThat(statuses)
                .containsOnly(Status.STORED, Status.DUPLICATE)
                .filteredOn(status -> status == Status.STORED)
                .hasSize(400);
        assertThat(stored()).hasSize(400);
    }

    @Test
    void e01_aKeyThatAnotherTransactionRolledBackIsFree() {
        analytics.sql("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql"
                + " AS 'BEGIN RAISE SQLSTATE ''57014''; END'");
        analytics.sql(
                "CREATE TRIGGER refuse BEFORE INSERT ON analytics.event" + " FOR EACH ROW EXECUTE FUNCTION refuse()");
        assertThat(analytics.failureOf(RECORD_EVENT, event("user", "key"))).isEqualTo(FailureCode.UNAVAILABLE);
        analytics.sql("DROP FUNCTION refuse() CASCADE");

        assertThat(record(event("user", "key"))).isEqualTo(RecordStatus.STORED);
    }

    @Test
    void e05_aPoisonRowTakesItsKeyWithItAndItsNeighboursKeepTheirs() {
        analytics.sql("ALTER TABLE analytics.event ADD CONSTRAINT poison CHECK (attributes::text <> '{\"poison\":1}')");
        var events = List.of(
                event("user", "a"), event("user", "b", "{\"poison\":1}"), event("user", "c"), event("user", null));
        try {
            assertThat(statuses(events)).containsExactly(Status.STORED, Status.REJECTED, Status.STORED, Status.STORED);
        } finally {
            analytics.sql("ALTER TABLE analytics.event DROP CONSTRAINT poison");
        }
        assertThat(statuses(events)).containsExactly(Status.DUPLICATE, Status.STORED, Status.DUPLICATE, Status.STORED);
        assertThat(stored()).hasSize(5);
    }

    @Test
    void aBatchIsOneCommitWithAnAnswerForEach() {
        record(event("user", "known"));
        record(event("user", "other-content", "{\"a\":1}"));
        var batch = List.of(
                event("user", null),
                event("user", "known"),
                event("user", "other-content"),
                event("user", "new"),
                event("user", null));

        assertThat(statuses(batch))
                .containsExactly(Status.STORED, Status.DUPLICATE, Status.CONFLICT, Status.STORED, Status.STORED);
        assertThat(analytics.sql("SELECT count(*) FROM analytics.event GROUP BY xmin::text"))
                .containsExactlyInAnyOrder("1", "1", "3");
    }

    @Test
    void aKeyTwiceInABatchIsStoredOnceAndItsOtherContentAConflict() {
        assertThat(statuses(List.of(event("u", "key"), event("u", "key"), event("u", "key", "{\"other\":1}"))))
                .containsExactly(Status.STORED, Status.DUPLICATE, Status.CONFLICT);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void e04_e11_whatIsNoEventIsRejectedForGoodAndItsNeighboursAreStored() {
        var events = new JsonArray()
                .add(json("first"))
                .add(json("nul").put("attributes", new JsonObject().put("value", "NUL \0")))
                .add(json("half").put("attributes", new JsonObject().put("half \ud83c", "a pair")))
                .add(json("key").put("key", "not visible \t"))
                .add(json("time").put("occurredAt", "yesterday"))
                .add(json("id\0"))
                .add("no event")
                .add(json("last").put("key", "key").put("occurredAt", "1970-01-01T00:00:00+14:00"));

        var results = analytics
                .askInJson(RECORD_EVENTS, new JsonObject().put("events", events))
                .getJsonArray("results");

        assertThat(results.stream()
                        .map(JsonObject.class::cast)
                        .map(result -> result.getInteger("index") + " " + result.getString("status") + " "
                                + result.getBoolean("retryable")))
                .containsExactly(
                        "0 stored false",
                        "1 rejected false",
                        "2 rejected false",
                        "3 rejected false",
                        "4 rejected false",
                        "5 rejected false",
                        "6 rejected false",
                        "7 stored false");
        assertThat(stored()).containsExactlyInAnyOrder("first", "last");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:00Z", "2099-12-31T23:59:59.123456789+14:00", "2026-11-23T12:00:00.0-03:00"})
    void e09_theClientsTimeIsKeptToTheLetterAndDecidesNothing(String occurredAt) {
        record(new RecordEvent("issuer", "user", "first", Attributes.NONE, null, null));
        record(new RecordEvent("issuer", "user", "second", Attributes.NONE, "key", occurredAt));
        record(new RecordEvent("issuer", "user", "third", Attributes.NONE, null, occurredAt));

        assertThat(analytics.sql(
                        "SELECT concat_ws(' ', event_id, occurred_at) FROM analytics.event ORDER BY received_at, id"))
                .containsExactly("first", "second " + occurredAt, "third " + occurredAt);
        assertThat(partitions()).hasSize(1).doesNotContain("analytics.event_default");
    }

    private static RecordStatus record(RecordEvent event) {
        return analytics.ask(RECORD_EVENT, event).status();
    }

    private static List<Status> statuses(List<RecordEvent> events) {
        return analytics.ask(RECORD_EVENTS, batch(events)).results().stream()
                .map(EventResult::status)
                .toList();
    }

    private static RecordEvents batch(List<RecordEvent> events) {
        return new RecordEvents(events.stream().map(EventItem::of).toList());
    }

    /** Everything was recorded that much earlier. */
    private static void age(String interval) {
        analytics.sql("UPDATE analytics.event SET received_at = received_at - interval '%s'".formatted(interval));
        analytics.sql("UPDATE analytics.event_key SET recorded_at = recorded_at - interval '%s'".formatted(interval));
    }

    private static List<String> partitions() {
        return analytics.sql("SELECT DISTINCT tableoid::regclass::text FROM analytics.event");
    }

    private static RecordEvent event(String userId, String key) {
        return event(userId, key, "{}");
    }

    private static RecordEvent event(String userId, String key, String attributes) {
        return new RecordEvent("issuer", userId, "login", Attributes.parse(attributes), key, null);
    }

    private static JsonObject json(String eventId) {
        return new JsonObject()
                .put("issuer", "issuer")
                .put("userId", "user")
                .put("eventId", eventId)
                .put("attributes", new JsonObject());
    }

    private static List<String> stored() {
        return analytics.sql("SELECT event_id FROM analytics.event");
    }
}
