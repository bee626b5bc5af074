package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.contracts.Require;
import io.kgen.protocols.contracts.ServiceFailure;
import java.util.List;

/** Records several events, each standing alone: one that is refused takes nobody else with it. */
public record RecordEvents(List<EventItem> events) {

    public static final int MAX_EVENTS = 500;

    public RecordEvents {
        events = List.copyOf(Require.present("events", events));
        requireCount(events.size());
    }

    /** Also for what reads JSON, before it reads the items: an item that does not fit costs more than one that does. */
    public static void requireCount(int events) {
        if (events < 1 || events > MAX_EVENTS) {
            throw ServiceFailure.invalid("events must be 1 to " + MAX_EVENTS);
        }
    }

    /** Whether nothing would be stored twice if all of them were sent again. */
    boolean allHaveKeys() {
        return events.stream()
                .allMatch(item -> item.event() == null || item.event().key() != null);
    }
}
