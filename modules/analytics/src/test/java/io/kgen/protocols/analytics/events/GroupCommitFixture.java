package io.kgen.protocols.analytics.events;

import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEventReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A group commit whose store commits, rejects or fails a group when the test calls it. */
abstract class GroupCommitFixture {

    static final CallContext CALL = CallContext.root();
    static final EventMeters METERS = new EventMeters(new SimpleMeterRegistry());

    final ControllableEventStore events = new ControllableEventStore();
    GroupCommit commit = new GroupCommit(events, Backlog.Limits.DEFAULT, METERS);

    List<Future<RecordEventReply>> record(String... eventIds) {
        var replies = new ArrayList<Future<RecordEventReply>>();
        Stream.of(eventIds).forEach(id -> replies.add(commit.record(event(id), CALL)));
        return replies;
    }

    static RecordEvent keyed(String id, String user, String key) {
        return RecordEvent.builder(new PlayerId("issuer", user), id)
                .attributes(Attributes.NONE)
                .key(key)
                .build();
    }

    static RecordEvent event(String id) {
        return new RecordEvent(new PlayerId("issuer", "user"), id, Attributes.NONE);
    }

    static FailureCode codeOf(Future<?> reply) {
        return reply.cause() instanceof ServiceException failure ? failure.code() : null;
    }

    static ServiceException unavailable() {
        return ServiceException.unavailable("unavailable", null);
    }
}
