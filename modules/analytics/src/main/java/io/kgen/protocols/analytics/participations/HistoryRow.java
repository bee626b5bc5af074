package io.kgen.protocols.analytics.participations;

import io.kgen.protocols.contracts.analytics.Participation;

/** A participation and what tells it apart from others of the same time. */
record HistoryRow(long id, Participation participation) {

    KeysetPosition position() {
        return new KeysetPosition(participation.occurredAt(), id);
    }
}
