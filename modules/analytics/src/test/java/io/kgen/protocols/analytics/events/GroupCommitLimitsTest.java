package io.kgen.protocols.analytics.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The limits of one commit and of the queue of pending events. */
class GroupCommitLimitsTest extends GroupCommitFixture {

    private static final int WEIGHT = event("e0").player().issuer().length()
            + event("e0").player().userId().length()
            + event("e0").eventId().length()
            + event("e0").attributes().json().length();

    @Test
    void limitsTheRowsOfAGroup() {
        commit = new GroupCommit(events, new Backlog.Limits(2, 1_000, 100, 10_000), METERS);
        record("a", "b", "c", "d");
        events.commit(0);
        events.commit(1);

        assertThat(events.groups()).containsExactly(List.of("a"), List.of("b", "c"), List.of("d"));
    }

    @Test
    void limitsTheWeightOfAGroupButAcceptsASingleEventOfAnyWeight() {
        commit = new GroupCommit(events, new Backlog.Limits(100, 2 * WEIGHT, 100, 100 * WEIGHT), METERS);
        record("e0", "e1", "e2", "e3-heavier-than-two-together", "e4");
        events.commit(0);
        events.commit(1);
        events.commit(2);

        assertThat(events.groups())
                .containsExactly(
                        List.of("e0"), List.of("e1", "e2"), List.of("e3-heavier-than-two-together"), List.of("e4"));
    }

    @Test
    void rejectsImmediatelyWhenTooManyEventsArePending() {
        commit = new GroupCommit(events, new Backlog.Limits(100, 1_000, 2, 10_000), METERS);
        var replies = record("in-flight", "pending", "also-pending", "too-many");

        assertThat(codeOf(replies.get(3))).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(replies.subList(0, 3)).noneMatch(Future::isComplete);
        events.commit(0);
        assertThat(record("fits-again").get(0).isComplete()).isFalse();
    }

    @Test
    void rejectsImmediatelyWhenThePendingEventsAreTooHeavy() {
        commit = new GroupCommit(events, new Backlog.Limits(100, 1_000, 100, 2 * WEIGHT), METERS);
        var replies = record("e0", "e1", "e2", "e3");
        assertThat(codeOf(replies.get(3))).isEqualTo(FailureCode.UNAVAILABLE);

        events.commit(0);
        events.commit(1);
        assertThat(record("e4", "e5", "e6")).noneMatch(Future::isComplete);
    }

    @Test
    void rejectsTheEventsOfABatchThatExceedTheQueue() {
        commit = new GroupCommit(events, new Backlog.Limits(100, 1_000, 2, 10_000), METERS);
        record("in-flight");
        var replies = commit.recordAll(List.of(event("a"), event("b"), event("c")), CALL);

        assertThat(codeOf(replies.get(2))).isEqualTo(FailureCode.UNAVAILABLE);
        events.commit(0);
        events.commit(1);
        assertThat(replies.subList(0, 2)).allMatch(Future::succeeded);
    }

    @Test
    void anEventWithADuplicateKeyKeepsItsWeightInTheQueue() {
        var one = keyed("e0", "user", "k");
        var weight = WEIGHT + 1;
        commit = new GroupCommit(events, new Backlog.Limits(100, 1_000, 100, 3 * weight), METERS);
        commit.record(event("in-flight"), CALL);
        commit.recordAll(List.of(one, one, one), CALL);
        events.commit(0);

        // One of the three is in flight and two are pending, so there is room for one more.
        assertThat(commit.record(one, CALL).isComplete()).isFalse();
        assertThat(codeOf(commit.record(one, CALL))).isEqualTo(FailureCode.UNAVAILABLE);
    }
}
