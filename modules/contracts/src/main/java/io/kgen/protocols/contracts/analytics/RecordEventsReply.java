package io.kgen.protocols.contracts.analytics;

import java.util.List;

/** The results of a batch, in the order of its items. */
public record RecordEventsReply(List<BatchItemResult> results) {

    public RecordEventsReply {
        results = List.copyOf(results);
    }
}
