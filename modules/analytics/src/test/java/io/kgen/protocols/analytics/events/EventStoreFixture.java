package io.kgen.protocols.analytics.events;

import static io.kgen.protocols.contracts.analytics.AnalyticsOperations.RECORD_EVENT;

import io.kgen.protocols.analytics.AnalyticsFixture;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;

/** Records events of many players concurrently and reads the stored events. */
abstract class EventStoreFixture extends AnalyticsFixture {

    static final int MANY = 100;

    @AfterEach
    void empty() {
        analytics.sql("TRUNCATE analytics.event");
    }

    static List<Future<RecordEventReply>> recordMany(String name) {
        var replies = new ArrayList<Future<RecordEventReply>>();
        IntStream.range(0, MANY)
                .mapToObj(i -> event("user-" + i % 10, name + "-" + i, "{}"))
                .forEach(event -> replies.add(analytics.call(RECORD_EVENT, event)));
        return replies;
    }

    static RecordEvent event(String userId, String eventId, String attributes) {
        return new RecordEvent(new PlayerId("issuer", userId), eventId, Attributes.parse(attributes));
    }

    static JsonObject json(String eventId, JsonObject attributes) {
        return new JsonObject()
                .put("issuer", "issuer")
                .put("userId", "user")
                .put("eventId", eventId)
                .put("attributes", attributes)
                .put("ofANewerVersion", true);
    }

    static List<String> stored() {
        return analytics.sql("SELECT event_id FROM analytics.event");
    }
}
