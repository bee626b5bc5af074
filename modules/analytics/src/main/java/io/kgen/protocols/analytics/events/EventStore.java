package io.kgen.protocols.analytics.events;

import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.Future;
import java.util.List;

/** Where events are kept. */
public interface EventStore {

    /**
     * Commits all of the group or nothing of it, and tells the outcomes in the order of the group, of which no two events
     * may have the same key. Fails with {@link GroupRejectedException} if one of its events is at fault; after any other failure,
     * whether it was committed may be unknown.
     *
     * @param deadline {@link System#nanoTime()} after which it must not be committed any more
     */
    Future<List<AppendResult>> append(List<RecordEvent> group, long deadline);
}
