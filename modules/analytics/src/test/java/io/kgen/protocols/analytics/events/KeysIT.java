package io.kgen.protocols.analytics.events;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.analytics.AnalyticsHarness;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.BatchItemResult;
import io.kgen.protocols.contracts.analytics.BatchItemResult.Status;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.kgen.protocols.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.Collections;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The guarantees of an idempotency key on one or several nodes. */
class KeysIT extends KeysFixture {

    private static AnalyticsHarness anotherNode;

    @BeforeAll
    static void deployAnotherNode(Sandbox sandbox) {
        anotherNode = AnalyticsHarness.on(sandbox.postgres(), 1);
    }

    @AfterAll
    static void undeployAnotherNode() {
        anotherNode.close();
    }

    @Test
    void e01_aRepeatedKeyIsADuplicateAndStoresOneRow() {
        assertThat(record(event("user", "key"))).isEqualTo(WriteStatus.STORED);
        assertThat(record(event("user", "key"))).isEqualTo(WriteStatus.DUPLICATE);
        assertThat(record(event("user", "another-key"))).isEqualTo(WriteStatus.STORED);

        assertThat(stored()).hasSize(2);
    }

    @Test
    void e01_aKeyOfYesterdayIsStillADuplicateAfterMidnight() {
        analytics.sql("SELECT analytics.make_event_day((now() AT TIME ZONE 'UTC')::date - 1)");
        record(event("user", "key"));
        age("1 day");
        assertThat(partitions()).hasSize(1);

        assertThat(record(event("user", "key"))).isEqualTo(WriteStatus.DUPLICATE);

        assertThat(stored()).hasSize(1);
        record(event("user", "key-of-today"));
        assertThat(partitions()).hasSize(2);
    }

    @Test
    void aKeyExpiresAfterSevenDaysEvenIfItIsStillStored() {
        record(event("user", "key"));
        age("6 days 23 hours");
        assertThat(record(event("user", "key"))).isEqualTo(WriteStatus.DUPLICATE);

        age("2 hours");
        assertThat(record(event("user", "key", "{\"other\":1}"))).isEqualTo(WriteStatus.STORED);
        assertThat(record(event("user", "key", "{\"other\":1}"))).isEqualTo(WriteStatus.DUPLICATE);
        assertThat(analytics.failureOf(RECORD_EVENT, event("user", "key"))).isEqualTo(FailureCode.CONFLICT);

        assertThat(stored()).hasSize(2);
    }

    @Test
    void e02_theSameKeyOfTwoPlayersIdentifiesTwoEvents() {
        var players = Stream.of("one user", "one another", "two user").map(player -> player.split(" "));
        var events = players.map(player -> RecordEvent.builder(new PlayerId(player[0], player[1]), "login")
                .attributes(Attributes.NONE)
                .key("key")
                .build());

        assertThat(events.map(KeysIT::record)).containsOnly(WriteStatus.STORED);
        assertThat(stored()).hasSize(3);
    }

    @Test
    void e03_theSameKeyWithOtherContentIsAConflict() {
        var first = new RecordEvent(
                new PlayerId("issuer", "user"), "login", Attributes.parse("{\"a\":1}"), "key", "2026-11-01T00:00:00Z");
        record(first);

        var others = Stream.of(
                new RecordEvent(
                        new PlayerId("issuer", "user"), "logout", first.attributes(), "key", first.occurredAt()),
                new RecordEvent(
                        new PlayerId("issuer", "user"),
                        "login",
                        Attributes.parse("{\"a\":2}"),
                        "key",
                        first.occurredAt()),
                new RecordEvent(
                        new PlayerId("issuer", "user"),
                        "login",
                        Attributes.parse("{ \"a\":1}"),
                        "key",
                        first.occurredAt()),
                new RecordEvent(
                        new PlayerId("issuer", "user"), "login", first.attributes(), "key", "2026-11-01T00:00:00.0Z"),
                RecordEvent.builder(new PlayerId("issuer", "user"), "login")
                        .attributes(first.attributes())
                        .key("key")
                        .build());

        assertThat(others.map(other -> analytics.failureOf(RECORD_EVENT, other)))
                .containsOnly(FailureCode.CONFLICT);
        assertThat(record(first)).isEqualTo(WriteStatus.DUPLICATE);
        assertThat(stored()).containsExactly("login");
    }

    @Test
    void e01_concurrentRetriesOfAKeyOnTwoNodesAreStoredOnce() {
        var replies = IntStream.range(0, 200)
                .mapToObj(i -> (i % 2 == 0 ? analytics : anotherNode).call(RECORD_EVENT, event("user", "key")))
                .toList();

        assertThat(replies.stream().map(reply -> reply.await().status()))
                .containsOnlyOnce(WriteStatus.STORED)
                .filteredOn(status -> status == WriteStatus.DUPLICATE)
                .hasSize(199);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void e01_twoNodesStoreTheSameKeysInOppositeOrderOnceWithoutADeadlock() {
        var events = IntStream.range(0, 400)
                .mapToObj(i -> event("user-" + i % 7, "key-" + i))
                .toList();
        var backwards = new ArrayList<>(events);
        Collections.reverse(backwards);
        var forwardReply = analytics.call(RECORD_EVENTS, batch(events));
        var backwardReply = anotherNode.call(RECORD_EVENTS, batch(backwards));

        var statuses = Stream.of(forwardReply, backwardReply)
                .flatMap(reply -> reply.await().results().stream())
                .map(BatchItemResult::status);
        assertThat(statuses)
                .containsOnly(Status.STORED, Status.DUPLICATE)
                .filteredOn(status -> status == Status.STORED)
                .hasSize(400);
        assertThat(stored()).hasSize(400);
    }

    @Test
    void e01_aKeyOfARolledBackTransactionCanBeStored() {
        analytics.sql("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql"
                + " AS 'BEGIN RAISE SQLSTATE ''57014''; END'");
        analytics.sql(
                "CREATE TRIGGER refuse BEFORE INSERT ON analytics.event" + " FOR EACH ROW EXECUTE FUNCTION refuse()");
        assertThat(analytics.failureOf(RECORD_EVENT, event("user", "key"))).isEqualTo(FailureCode.UNAVAILABLE);
        analytics.sql("DROP FUNCTION refuse() CASCADE");

        assertThat(record(event("user", "key"))).isEqualTo(WriteStatus.STORED);
    }

    /** Moves all recorded times backwardReply by the interval. */
    private static void age(String interval) {
        analytics.sql("UPDATE analytics.event SET received_at = received_at - interval '%s'".formatted(interval));
        analytics.sql("UPDATE analytics.event_key SET recorded_at = recorded_at - interval '%s'".formatted(interval));
    }
}
