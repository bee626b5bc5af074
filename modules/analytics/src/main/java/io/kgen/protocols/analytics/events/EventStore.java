package io.kgen.protocols.analytics.events;

import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.Future;
import java.util.List;

/** Stores events. */
interface EventStore {

    /**
     * Commits the whole group or nothing of it. The results have the order of the group, in which no two events may have
     * the same key. Fails with {@link GroupRejectedException} if one of its events is invalid; after any other failure, it
     * may be unknown whether the group was committed.
     *
     * @param deadline {@link System#nanoTime()} after which it must not be committed any more
     */
    Future<List<AppendResult>> append(List<RecordEvent> group, long deadline);
}
