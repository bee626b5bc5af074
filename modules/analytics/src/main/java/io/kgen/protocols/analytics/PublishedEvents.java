package io.kgen.protocols.analytics;

import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** Events that are published when they are stored; their callers are answered first. */
final class PublishedEvents implements Events {

    private final Vertx vertx;
    private final Events events;
    private final EventNews news;

    PublishedEvents(Vertx vertx, Events events, EventNews news) {
        this.vertx = vertx;
        this.events = events;
        this.news = news;
    }

    @Override
    public Future<List<Outcome>> append(List<RecordEvent> group, long deadline) {
        return events.append(group, deadline)
                .onSuccess(outcomes -> vertx.runOnContext(answered -> news.appended(group, outcomes)));
    }
}
