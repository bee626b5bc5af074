package io.kgen.protocols.analytics.participations;

import io.kgen.protocols.contracts.analytics.Participation;

/** A participation, and the id that distinguishes it from others with the same time. */
record HistoryRow(long id, Participation participation) {

    KeysetPosition position() {
        return new KeysetPosition(participation.occurredAt(), id);
    }
}
