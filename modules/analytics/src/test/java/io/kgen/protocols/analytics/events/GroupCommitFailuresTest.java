package io.kgen.protocols.analytics.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The effect of a failure on the events in flight and on those that are pending. */
class GroupCommitFailuresTest extends GroupCommitFixture {

    @Test
    void e05_onlyTheInvalidEventFailsAndTheOthersAreStoredOnce() {
        record("in-flight");
        var replies = record("a", "b", "invalid", "c", "d");
        events.commit(0);
        events.completeAll("invalid");

        assertThat(codeOf(replies.remove(2))).isEqualTo(FailureCode.INVALID);
        assertThat(replies).allMatch(Future::succeeded);
        assertThat(events.stored()).containsExactly("in-flight", "a", "b", "c", "d");
    }

    @Test
    void e05_commitsTheNextGroupAfterAGroupOfInvalidEvents() {
        record("in-flight");
        var replies = record("invalid", "invalid", "invalid");
        events.commit(0);
        events.completeAll("invalid");
        assertThat(replies).allMatch(reply -> codeOf(reply) == FailureCode.INVALID);

        var next = record("next");
        events.completeAll("invalid");

        assertThat(next).allMatch(Future::succeeded);
    }

    @Test
    void e05_doesNotSearchForTheInvalidEventWhilePostgresIsUnavailable() {
        record("in-flight");
        var replies = record("a", "b", "c");
        events.commit(0);
        events.fail(1, unavailable());

        assertThat(replies).allMatch(reply -> codeOf(reply) == FailureCode.UNAVAILABLE);
        assertThat(events.groups()).hasSize(2);
    }

    @Test
    void e05_keepsTheStoredHalfIfPostgresBecomesUnavailableDuringTheSearch() {
        record("in-flight");
        var replies = record("a", "b", "c", "invalid");
        events.commit(0);
        events.fail(1, ControllableEventStore.rejected());
        events.commit(2);
        events.fail(3, unavailable());

        assertThat(replies.subList(0, 2)).allMatch(Future::succeeded);
        assertThat(replies.subList(2, 4)).allMatch(reply -> codeOf(reply) == FailureCode.UNAVAILABLE);
    }

    @Test
    void pendingEventsFailTooIfPostgresIsUnavailable() {
        var replies = record("in-flight", "pending", "pending");
        events.fail(0, unavailable());
        assertThat(replies).allMatch(reply -> codeOf(reply) == FailureCode.UNAVAILABLE);

        record("after");

        assertThat(events.groups()).containsExactly(List.of("in-flight"), List.of("after"));
    }

    @Test
    void pendingEventsAreCommittedAfterAnyOtherFailure() {
        var replies = record("in-flight", "pending");
        events.fail(0, new IllegalStateException("a bug"));
        events.commit(1);

        assertThat(replies.get(0).cause()).hasMessage("a bug");
        assertThat(replies.get(1).succeeded()).isTrue();
    }

    @Test
    void anExceptionOfTheStoreDoesNotStopTheNextGroup() {
        events.throwing(true);
        var thrown = record("a").get(0);
        events.throwing(false);
        record("b");

        assertThat(thrown.cause()).hasMessage("thrown");
        assertThat(events.groups()).containsExactly(List.of("b"));
    }

    @Test
    void anExceptionInACallbackDoesNotAffectOtherCallers() {
        record("in-flight");
        record("throwing").get(0).onComplete(ignored -> {
            throw new IllegalStateException("thrown by the callback");
        });
        var other = record("other").get(0);
        events.commit(0);
        events.commit(1);
        var next = record("next").get(0);
        events.commit(2);

        assertThat(other.succeeded()).isTrue();
        assertThat(next.succeeded()).isTrue();
    }
}
