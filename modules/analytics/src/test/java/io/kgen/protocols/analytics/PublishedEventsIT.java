package io.kgen.protocols.analytics;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENTS;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_PARTICIPATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.AnalyticsTopics;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.EventRecorded;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The notifications that are published after events and participations are committed. */
class PublishedEventsIT extends AnalyticsFixture {

    private final String user = UUID.randomUUID().toString();

    @Test
    void publishesAStoredEventAsPlainJsonAndSkipsADuplicate() throws InterruptedException {
        var received = subscribe("analytics.event.recorded");
        record("first", "key");
        record("first", "key");
        record("second", null);

        var first = next(received);
        assertThat(first.fieldNames()).containsExactlyInAnyOrder("issuer", "userId", "eventId", "at");
        assertThat(first.getString("issuer")).isEqualTo("issuer");
        assertThat(first.getString("eventId")).isEqualTo("first");
        assertThat(Instant.parse(first.getString("at"))).isBefore(Instant.now());
        assertThat(next(received).getString("eventId")).isEqualTo("second");
    }

    @Test
    void publishesEachStoredEventOfABatch() throws InterruptedException {
        var received = subscribe("analytics.event.recorded");
        record("existing", "key");
        next(received);

        analytics.callAndAwait(
                RECORD_EVENTS,
                new RecordEvents(List.of(
                        BatchItem.of(event("a", null)),
                        BatchItem.of(event("existing", "key")),
                        BatchItem.NOT_AN_OBJECT,
                        BatchItem.of(event("b", "another")))));

        assertThat(next(received).getString("eventId")).isEqualTo("a");
        assertThat(next(received).getString("eventId")).isEqualTo("b");
    }

    @Test
    void aSubscriberWithTheRecordClassReceivesTheRecord() throws InterruptedException {
        var received = new LinkedBlockingQueue<EventRecorded>();
        var subscription = analytics
                .bus()
                .subscribe(AnalyticsTopics.EVENT_RECORDED, received::add)
                .await();
        record("typed", null);

        var event = received.poll(10, TimeUnit.SECONDS);
        assertThat(event).isEqualTo(new EventRecorded("issuer", user, "typed", event.at()));

        subscription.cancel().await();
    }

    @Test
    void publishesOnlyStoredAndCorrectedParticipations() throws InterruptedException {
        var received = subscribe("analytics.participation.recorded");
        participate("match", 1, "Won");
        participate("match", 1, "Won");
        participate("match", 0, "Won");
        assertThat(analytics.failureOf(RECORD_PARTICIPATION, participation("match", 1, "Lost")))
                .isEqualTo(FailureCode.CONFLICT);
        participate("match", 2, "Lost");
        participate("last", 0, "Won");

        var stored = next(received);
        assertThat(stored.fieldNames()).containsExactlyInAnyOrder("issuer", "userId", "source", "sourceId", "at");
        assertThat(stored.getString("sourceId")).isEqualTo("match");
        assertThat(next(received).getString("sourceId")).isEqualTo("match");
        assertThat(next(received).getString("sourceId")).isEqualTo("last");
    }

    /** The publications about the user of this test from now on. */
    private BlockingQueue<JsonObject> subscribe(String address) {
        var received = new LinkedBlockingQueue<JsonObject>();
        analytics.subscribe(address, publication -> {
            if (user.equals(publication.getString("userId"))) {
                received.add(publication);
            }
        });
        return received;
    }

    private static JsonObject next(BlockingQueue<JsonObject> received) throws InterruptedException {
        return received.poll(10, TimeUnit.SECONDS);
    }

    private void record(String eventId, String key) {
        analytics.callAndAwait(RECORD_EVENT, event(eventId, key));
    }

    private RecordEvent event(String eventId, String key) {
        return RecordEvent.builder(new PlayerId("issuer", user), eventId)
                .attributes(Attributes.NONE)
                .key(key)
                .build();
    }

    private void participate(String sourceId, long revision, String result) {
        analytics.callAndAwait(RECORD_PARTICIPATION, participation(sourceId, revision, result));
    }

    private RecordParticipation participation(String sourceId, long revision, String result) {
        return RecordParticipation.builder(new PlayerId("issuer", user), user, sourceId)
                .revision(revision)
                .type("Tournament")
                .typeValue(BigDecimal.ONE)
                .result(result)
                .mode("Quick")
                .buyInStake(BigDecimal.ONE)
                .amountWon(BigDecimal.TEN)
                .build();
    }
}
