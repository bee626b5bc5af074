package io.kgen.protocols.contracts.analytics;

import java.util.List;

/** What became of each of several events, in their order. */
public record RecordEventsReply(List<BatchItemResult> results) {

    public RecordEventsReply {
        results = List.copyOf(results);
    }
}
