package io.kgen.protocols.analytics.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The effect of a failure on the events in flight and on those that are pending. */
class GroupCommitFailuresTest extends GroupCommitFixture {

    @Test
    void e05_aPoisonEventFailsAloneAndItsNeighboursAreStoredOnce() {
        record("under-way");
        var answers = record("a", "b", "poison", "c", "d");
        events.commit(0);
        events.completeAll("poison");

        assertThat(codeOf(answers.remove(2))).isEqualTo(FailureCode.INVALID);
        assertThat(answers).allMatch(Future::succeeded);
        assertThat(events.stored()).containsExactly("under-way", "a", "b", "c", "d");
    }

    @Test
    void e05_nothingButPoisonStillLetsTheNextGroupGo() {
        record("under-way");
        var answers = record("poison", "poison", "poison");
        events.commit(0);
        events.completeAll("poison");
        assertThat(answers).allMatch(answer -> codeOf(answer) == FailureCode.INVALID);

        var next = record("next");
        events.completeAll("poison");

        assertThat(next).allMatch(Future::succeeded);
    }

    @Test
    void e05_poisonIsNotLookedForWhenPostgresIsAway() {
        record("under-way");
        var answers = record("a", "b", "c");
        events.commit(0);
        events.fail(1, unavailable());

        assertThat(answers).allMatch(answer -> codeOf(answer) == FailureCode.UNAVAILABLE);
        assertThat(events.groups()).hasSize(2);
    }

    @Test
    void e05_whenPostgresGoesAwayWhileLookingForPoisonTheStoredHalfStaysStored() {
        record("under-way");
        var answers = record("a", "b", "c", "poison");
        events.commit(0);
        events.fail(1, ControllableEventStore.rejected());
        events.commit(2);
        events.fail(3, unavailable());

        assertThat(answers.subList(0, 2)).allMatch(Future::succeeded);
        assertThat(answers.subList(2, 4)).allMatch(answer -> codeOf(answer) == FailureCode.UNAVAILABLE);
    }

    @Test
    void whoWaitsBehindAGroupThatFoundPostgresAwayIsToldSoToo() {
        var answers = record("under-way", "behind", "behind");
        events.fail(0, unavailable());
        assertThat(answers).allMatch(answer -> codeOf(answer) == FailureCode.UNAVAILABLE);

        record("after");

        assertThat(events.groups()).containsExactly(List.of("under-way"), List.of("after"));
    }

    @Test
    void whoWaitsBehindAGroupThatFailedForAnotherReasonHasItsTurn() {
        var answers = record("under-way", "behind");
        events.fail(0, new IllegalStateException("a bug"));
        events.commit(1);

        assertThat(answers.get(0).cause()).hasMessage("a bug");
        assertThat(answers.get(1).succeeded()).isTrue();
    }

    @Test
    void aStoreThatThrowsDoesNotStopTheNextGroup() {
        events.throwing(true);
        var thrown = record("a").get(0);
        events.throwing(false);
        record("b");

        assertThat(thrown.cause()).hasMessage("thrown");
        assertThat(events.groups()).containsExactly(List.of("b"));
    }

    @Test
    void aCallerThatCannotTakeItsAnswerHarmsNobodyElse() {
        record("under-way");
        record("clumsy").get(0).onComplete(answered -> {
            throw new IllegalStateException("cannot take it");
        });
        var neighbour = record("neighbour").get(0);
        events.commit(0);
        events.commit(1);
        var next = record("next").get(0);
        events.commit(2);

        assertThat(neighbour.succeeded()).isTrue();
        assertThat(next.succeeded()).isTrue();
    }
}
