package io.kgen.protocols.analytics.events;

import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** Events that are published when they are stored; their callers are answered first. */
public final class NotifyingEventStore implements EventStore {

    private final Vertx vertx;
    private final EventStore events;
    private final EventNotifier news;

    public NotifyingEventStore(Vertx vertx, EventStore events, EventNotifier news) {
        this.vertx = vertx;
        this.events = events;
        this.news = news;
    }

    @Override
    public Future<List<AppendResult>> append(List<RecordEvent> group, long deadline) {
        return events.append(group, deadline)
                .onSuccess(outcomes -> vertx.runOnContext(answered -> news.appended(group, outcomes)));
    }
}
