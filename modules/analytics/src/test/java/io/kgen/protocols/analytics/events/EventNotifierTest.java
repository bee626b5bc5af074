package io.kgen.protocols.analytics.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.EventRecorded;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventNotifierTest {

    private static final Future<Boolean> RECEIVED = Future.succeededFuture(true);
    private static final Future<Boolean> NO_SUBSCRIBER = Future.succeededFuture(false);

    private final List<EventRecorded> published = new ArrayList<>();
    private Future<Boolean> receipt = RECEIVED;
    private final EventNotifier notifier = new EventNotifier(event -> {
        published.add(event);
        return receipt;
    });

    @Test
    void publishesOnlyStoredEvents() {
        var results = List.of(
                AppendResult.DUPLICATE,
                AppendResult.STORED,
                AppendResult.CONFLICT,
                AppendResult.STORED,
                AppendResult.UNKNOWN);

        notifier.publish(group("a", 5), results);

        assertThat(ids()).containsExactly("a1", "a3");
        assertThat(published.get(0).issuer()).isEqualTo("issuer");
        assertThat(published.get(0).userId()).isEqualTo("user");
    }

    @Test
    void publishesOneProbePerGroupWithoutSubscribers() {
        receipt = NO_SUBSCRIBER;

        publish("a", 500);
        publish("b", 500);

        assertThat(ids()).containsExactly("a0", "b0");
    }

    @Test
    void aNewSubscriberReceivesAllEventsOfTheNextGroup() {
        receipt = NO_SUBSCRIBER;
        publish("a", 2);
        receipt = RECEIVED;
        publish("b", 2);

        assertThat(ids()).containsExactly("a0", "b0", "b1");
    }

    @Test
    void publishesOneProbePerGroupAfterTheLastSubscriberCancels() {
        publish("a", 2);
        receipt = NO_SUBSCRIBER;
        publish("b", 2);
        publish("c", 2);

        assertThat(ids()).containsExactly("a0", "a1", "b0", "b1", "c0");
    }

    @Test
    void publishesAndRetainsNothingElseWhileAProbeIsInFlight() {
        var probe = Promise.<Boolean>promise();
        receipt = probe.future();
        publish("a", 2);
        publish("b", 500);
        assertThat(ids()).containsExactly("a0");

        receipt = RECEIVED;
        probe.complete(true);
        publish("c", 2);

        assertThat(ids()).containsExactly("a0", "a1", "c0", "c1");
    }

    @Test
    void publishesNothingIfNoEventIsStored() {
        notifier.publish(group("a", 2), List.of(AppendResult.DUPLICATE, AppendResult.CONFLICT));

        assertThat(published).isEmpty();
    }

    private void publish(String name, int events) {
        notifier.publish(group(name, events), Collections.nCopies(events, AppendResult.STORED));
    }

    private List<String> ids() {
        return published.stream().map(EventRecorded::eventId).toList();
    }

    private static List<RecordEvent> group(String name, int events) {
        return IntStream.range(0, events)
                .mapToObj(i -> new RecordEvent(new PlayerId("issuer", "user"), name + i, Attributes.NONE))
                .toList();
    }
}
