package io.kgen.protocols.contracts.analytics;

import java.util.List;

/** What became of each of several events, in their order. */
public record EventsRecorded(List<EventResult> results) {

    public EventsRecorded {
        results = List.copyOf(results);
    }
}
