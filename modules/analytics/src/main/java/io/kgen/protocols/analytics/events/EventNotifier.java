package io.kgen.protocols.analytics.events;

import io.kgen.protocols.bus.BusPublisher;
import io.kgen.protocols.contracts.analytics.EventRecorded;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Publishes which events were stored, on a path so busy that it matters when nobody listens: the first of a group finds that
 * out for all of it. To publish each would cost more than it looks like, because a cluster's bus asks the cluster anew about
 * an address that nobody listens at.
 *
 * <p>Belongs to one event loop. While the bus looks for listeners, a bounded number of events waits, and those beyond it are
 * not published.
 */
public final class EventNotifier {

    static final int MOST_WAITING = 10_000;

    /** Who is looked for that long does listen, on a node that is hard to reach. */
    private static final long SEARCH_MILLIS = 1_000;

    private final BusPublisher.ReceiptPublisher<EventRecorded> bus;
    private final Queue<EventRecorded> waiting = new ArrayDeque<>();
    private boolean searching;

    public EventNotifier(BusPublisher.ReceiptPublisher<EventRecorded> bus) {
        this.bus = bus;
    }

    void appended(List<RecordEvent> group, List<AppendResult> outcomes) {
        var at = Instant.now();
        // One by one, so that what nobody hears is not even made.
        var stored = IntStream.range(0, group.size())
                .filter(i -> outcomes.get(i) == AppendResult.STORED)
                .mapToObj(i -> news(group.get(i), at))
                .iterator();
        if (searching) {
            keep(stored);
        } else if (stored.hasNext()) {
            publish(stored);
        }
    }

    private void publish(Iterator<EventRecorded> group) {
        searching = true;
        var search = bus.publish(group.next());
        (search.isComplete() ? search : search.timeout(SEARCH_MILLIS, TimeUnit.MILLISECONDS))
                .otherwise(true)
                .onSuccess(heard -> searched(heard, group));
    }

    private void searched(boolean heard, Iterator<EventRecorded> group) {
        searching = false;
        if (heard) {
            group.forEachRemaining(bus::publish);
        }
        if (!waiting.isEmpty()) {
            var next = List.copyOf(waiting).iterator();
            waiting.clear();
            publish(next);
        }
    }

    private void keep(Iterator<EventRecorded> group) {
        while (group.hasNext() && waiting.size() < MOST_WAITING) {
            waiting.add(group.next());
        }
    }

    private static EventRecorded news(RecordEvent event, Instant at) {
        return new EventRecorded(event.player().issuer(), event.player().userId(), event.eventId(), at);
    }
}
