package io.kgen.protocols.analytics.events;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.BatchItemResult.Status;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch of events has one commit and a result for each item. */
class EventBatchServiceIT extends KeysFixture {

    @Test
    void e05_anInvalidRowIsRejectedWithItsKeyAndTheOthersAreStored() {
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
    void aBatchIsOneCommitWithAResultForEachItem() {
        record(event("user", "existing"));
        record(event("user", "other-content", "{\"a\":1}"));
        var batch = List.of(
                event("user", null),
                event("user", "existing"),
                event("user", "other-content"),
                event("user", "new"),
                event("user", null));

        assertThat(statuses(batch))
                .containsExactly(Status.STORED, Status.DUPLICATE, Status.CONFLICT, Status.STORED, Status.STORED);
        assertThat(analytics.sql("SELECT count(*) FROM analytics.event GROUP BY xmin::text"))
                .containsExactlyInAnyOrder("1", "1", "3");
    }

    @Test
    void aDuplicateKeyInABatchIsStoredOnceAndOtherContentIsAConflict() {
        assertThat(statuses(List.of(event("u", "key"), event("u", "key"), event("u", "key", "{\"other\":1}"))))
                .containsExactly(Status.STORED, Status.DUPLICATE, Status.CONFLICT);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void e04_e11_invalidItemsAreRejectedPermanentlyAndTheOthersAreStored() {
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
                .callWithJson(RECORD_EVENTS, new JsonObject().put("events", events))
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
    void e09_theClientTimeIsKeptUnchangedAndDoesNotAffectStorage(String occurredAt) {
        record(RecordEvent.builder(new PlayerId("issuer", "user"), "first")
                .attributes(Attributes.NONE)
                .build());
        record(new RecordEvent(new PlayerId("issuer", "user"), "second", Attributes.NONE, "key", occurredAt));
        record(RecordEvent.builder(new PlayerId("issuer", "user"), "third")
                .attributes(Attributes.NONE)
                .occurredAt(occurredAt)
                .build());

        assertThat(analytics.sql(
                        "SELECT concat_ws(' ', event_id, occurred_at) FROM analytics.event ORDER BY received_at, id"))
                .containsExactly("first", "second " + occurredAt, "third " + occurredAt);
        assertThat(partitions()).hasSize(1).doesNotContain("analytics.event_default");
    }

    private static JsonObject json(String eventId) {
        return new JsonObject()
                .put("issuer", "issuer")
                .put("userId", "user")
                .put("eventId", eventId)
                .put("attributes", new JsonObject());
    }
}
