package io.kgen.protocols.analytics.events;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;
import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENTS;

import io.kgen.protocols.analytics.AnalyticsFixture;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.BatchItemResult;
import io.kgen.protocols.contracts.analytics.BatchItemResult.Status;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** Events with idempotency keys, all of one kind. */
abstract class KeysFixture extends AnalyticsFixture {

    @AfterEach
    void empty() {
        analytics.sql("TRUNCATE analytics.event, analytics.event_key");
    }

    static WriteStatus record(RecordEvent event) {
        return analytics.callAndAwait(RECORD_EVENT, event).status();
    }

    static List<Status> statuses(List<RecordEvent> events) {
        return analytics.callAndAwait(RECORD_EVENTS, batch(events)).results().stream()
                .map(BatchItemResult::status)
                .toList();
    }

    static RecordEvents batch(List<RecordEvent> events) {
        return new RecordEvents(events.stream().map(BatchItem::of).toList());
    }

    static RecordEvent event(String userId, String key) {
        return event(userId, key, "{}");
    }

    static RecordEvent event(String userId, String key, String attributes) {
        return RecordEvent.builder(new PlayerId("issuer", userId), "login")
                .attributes(Attributes.parse(attributes))
                .key(key)
                .build();
    }

    static List<String> stored() {
        return analytics.sql("SELECT event_id FROM analytics.event");
    }

    static List<String> partitions() {
        return analytics.sql("SELECT DISTINCT tableoid::regclass::text FROM analytics.event");
    }
}
