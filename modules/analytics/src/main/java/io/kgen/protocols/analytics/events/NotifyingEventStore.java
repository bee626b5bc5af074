package io.kgen.protocols.analytics.events;

import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** Publishes the events that another store has stored, after their callers have their replies. */
final class NotifyingEventStore implements EventStore {

    private final Vertx vertx;
    private final EventStore store;
    private final EventNotifier notifier;

    NotifyingEventStore(Vertx vertx, EventStore store, EventNotifier notifier) {
        this.vertx = vertx;
        this.store = store;
        this.notifier = notifier;
    }

    @Override
    public Future<List<AppendResult>> append(List<RecordEvent> group, long deadline) {
        return store.append(group, deadline)
                .onSuccess(results -> vertx.runOnContext(replied -> notifier.publish(group, results)));
    }
}
