package io.kgen.protocols.analytics.events;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.RecordEvent;

/** An idempotency key in its scope: the same key of two players is two keys (E02). */
record IdempotencyKey(PlayerId player, String key) {

    /** Null if the event has none. */
    static IdempotencyKey of(RecordEvent event) {
        return event.key() == null ? null : new IdempotencyKey(event.player(), event.key());
    }
}
