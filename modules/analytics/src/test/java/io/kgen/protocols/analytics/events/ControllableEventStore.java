package io.kgen.protocols.analytics.events;

import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Commits, rejects or fails a group when the test calls it. */
final class ControllableEventStore implements EventStore {

    private final List<List<String>> groups = new ArrayList<>();
    private final List<Promise<List<AppendResult>>> commits = new ArrayList<>();
    private final List<String> stored = new ArrayList<>();
    private boolean throwing;

    @Override
    public Future<List<AppendResult>> append(List<RecordEvent> group, long deadline) {
        if (throwing) {
            throw new IllegalStateException("thrown");
        }
        groups.add(group.stream().map(RecordEvent::eventId).toList());
        commits.add(Promise.promise());
        return commits.get(commits.size() - 1).future();
    }

    List<List<String>> groups() {
        return groups;
    }

    /** All committed events in their order. */
    List<String> stored() {
        return stored;
    }

    /** Makes the store throw an unexpected exception. */
    void throwing(boolean throwing) {
        this.throwing = throwing;
    }

    static GroupRejectedException rejected() {
        return new GroupRejectedException(new IllegalStateException("SQLSTATE 23514"));
    }

    void commit(int group) {
        stored.addAll(groups.get(group));
        commit(group, Collections.nCopies(groups.get(group).size(), AppendResult.STORED));
    }

    void commit(int group, List<AppendResult> outcomes) {
        commits.get(group).complete(outcomes);
    }

    void fail(int group, Throwable failure) {
        commits.get(group).fail(failure);
    }

    /** Completes all groups, including later ones: rejects a group with the invalid event and commits the others. */
    void completeAll(String invalid) {
        IntStream.iterate(0, group -> group < groups.size(), group -> group + 1)
                .filter(group -> !commits.get(group).future().isComplete())
                .forEach(group -> complete(group, invalid));
    }

    private void complete(int group, String invalid) {
        if (groups.get(group).contains(invalid)) {
            fail(group, rejected());
        } else {
            commit(group);
        }
    }
}
