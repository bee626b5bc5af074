package io.kgen.protocols.analytics;

import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.Future;
import java.util.List;

/** Where events are kept. */
interface Events {

    /**
     * Commits all of the group or nothing of it. Fails with {@link GroupRefused} if one of its events is at fault; after any
     * other failure, whether it was committed may be unknown.
     */
    Future<Void> append(List<RecordEvent> group);
}
