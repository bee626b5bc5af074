package io.kgen.protocols.analytics.events;

import io.kgen.protocols.bus.BusPublisher;
import io.kgen.protocols.contracts.analytics.EventRecorded;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Publishes the events that were stored. While nobody subscribes, the first event of a group is a probe and the rest of the
 * group is not even converted: publishing each of them would cost more than it seems, because a cluster looks up the
 * subscribers of an address again and again while it has none.
 *
 * <p>Belongs to one event loop. Groups that are stored while a probe is in flight are not published.
 */
final class EventNotifier {

    /** If a probe takes longer, there is a subscriber on a node that is hard to reach. */
    private static final long PROBE_TIMEOUT_MILLIS = 1_000;

    private final BusPublisher.ReceiptPublisher<EventRecorded> publisher;
    private boolean subscribed;
    private boolean probing;

    EventNotifier(BusPublisher.ReceiptPublisher<EventRecorded> publisher) {
        this.publisher = publisher;
    }

    void publish(List<RecordEvent> group, List<AppendResult> results) {
        var at = Instant.now();
        var stored = IntStream.range(0, group.size())
                .filter(i -> results.get(i) == AppendResult.STORED)
                .mapToObj(i -> message(group.get(i), at))
                .iterator();
        if (subscribed) {
            publishAll(stored);
        } else if (!probing && stored.hasNext()) {
            probe(stored);
        }
    }

    private void probe(Iterator<EventRecorded> stored) {
        probing = true;
        var probe = publisher.publish(stored.next());
        (probe.isComplete() ? probe : probe.timeout(PROBE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS))
                .otherwise(true)
                .onSuccess(received -> onProbeDone(received, stored));
    }

    private void onProbeDone(boolean received, Iterator<EventRecorded> rest) {
        probing = false;
        subscribed = received;
        if (received) {
            publishAll(rest);
        }
    }

    private void publishAll(Iterator<EventRecorded> messages) {
        messages.forEachRemaining(message -> publisher.publish(message).onSuccess(received -> subscribed = received));
    }

    private static EventRecorded message(RecordEvent event, Instant at) {
        return new EventRecorded(event.player().issuer(), event.player().userId(), event.eventId(), at);
    }
}
