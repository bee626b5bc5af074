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
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is published after events and participations are committed. */
@ExtendWith(SandboxExtension.class)
class NewsIT {

    private static AnalyticsHarness analytics;

    private final String user = UUID.randomUUID().toString();

    @BeforeAll
    static void deploy(Sandbox sandbox) {
        analytics = AnalyticsHarness.on(sandbox);
    }

    @AfterAll
    static void undeploy() {
        analytics.close();
    }

    @Test
    void aStoredEventIsPublishedAsPlainJsonAndADuplicateIsNot() throws InterruptedException {
        var heard = listen("analytics.event.recorded");
        record("first", "key");
        record("first", "key");
        record("second", null);

        var first = next(heard);
        assertThat(first.fieldNames()).containsExactlyInAnyOrder("issuer", "userId", "eventId", "at");
        assertThat(first.getString("issuer")).isEqualTo("issuer");
        assertThat(first.getString("eventId")).isEqualTo("first");
        assertThat(Instant.parse(first.getString("at"))).isBefore(Instant.now());
        assertThat(next(heard).getString("eventId")).isEqualTo("second");
    }

    @Test
    void eachStoredEventOfABatchIsPublished() throws InterruptedException {
        var heard = listen("analytics.event.recorded");
        record("known", "key");
        next(heard);

        analytics.ask(
                RECORD_EVENTS,
                new RecordEvents(List.of(
                        BatchItem.of(event("a", null)),
                        BatchItem.of(event("known", "key")),
                        BatchItem.NOT_AN_OBJECT,
                        BatchItem.of(event("b", "another")))));

        assertThat(next(heard).getString("eventId")).isEqualTo("a");
        assertThat(next(heard).getString("eventId")).isEqualTo("b");
    }

    @Test
    void aListenerWithOurClassesGetsTheRecord() throws InterruptedException {
        var heard = new LinkedBlockingQueue<EventRecorded>();
        var subscription = analytics
                .bus()
                .subscribe(AnalyticsTopics.EVENT_RECORDED, heard::add)
                .await();
        record("typed", null);

        var news = heard.poll(10, TimeUnit.SECONDS);
        assertThat(news).isEqualTo(new EventRecorded("issuer", user, "typed", news.at()));

        subscription.cancel().await();
    }

    @Test
    void aStoredAndACorrectedParticipationArePublishedAndNoOther() throws InterruptedException {
        var heard = listen("analytics.participation.recorded");
        participate("match", 1, "Won");
        participate("match", 1, "Won");
        participate("match", 0, "Won");
        assertThat(analytics.failureOf(RECORD_PARTICIPATION, participation("match", 1, "Lost")))
                .isEqualTo(FailureCode.CONFLICT);
        participate("match", 2, "Lost");
        participate("last", 0, "Won");

        var stored = next(heard);
        assertThat(stored.fieldNames()).containsExactlyInAnyOrder("issuer", "userId", "source", "sourceId", "at");
        assertThat(stored.getString("sourceId")).isEqualTo("match");
        assertThat(next(heard).getString("sourceId")).isEqualTo("match");
        assertThat(next(heard).getString("sourceId")).isEqualTo("last");
    }

    /** What is published of this test's user from now on. */
    private BlockingQueue<JsonObject> listen(String address) {
        var heard = new LinkedBlockingQueue<JsonObject>();
        analytics.listen(address, news -> {
            if (user.equals(news.getString("userId"))) {
                heard.add(news);
            }
        });
        return heard;
    }

    private static JsonObject next(BlockingQueue<JsonObject> heard) throws InterruptedException {
        return heard.poll(10, TimeUnit.SECONDS);
    }

    private void record(String eventId, String key) {
        analytics.ask(RECORD_EVENT, event(eventId, key));
    }

    private RecordEvent event(String eventId, String key) {
        return RecordEvent.builder(new PlayerId("issuer", user), eventId)
                .attributes(Attributes.NONE)
                .key(key)
                .build();
    }

    private void participate(String sourceId, long revision, String result) {
        analytics.ask(RECORD_PARTICIPATION, participation(sourceId, revision, result));
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
