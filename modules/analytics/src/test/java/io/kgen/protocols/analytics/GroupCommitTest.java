package io.kgen.protocols.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.contracts.FailureCode;
import io.kgen.protocols.contracts.ServiceFailure;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.EventRecorded;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordStatus;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private static final int WEIGHT = event("e0").issuer().length()
            + event("e0").userId().length()
            + event("e0").eventId().length()
            + event("e0").attributes().json().length();

    private final HandCommitted events = new HandCommitted();
    private GroupCommit commit = new GroupCommit(events, Backlog.Limits.DEFAULT);

    @Test
    void theFirstEventGoesAtOnceAndAlone() {
        record("a");

        assertThat(events.groups()).containsExactly(List.of("a"));
    }

    @Test
    void whatArrivesDuringACommitIsTheNextGroupInOrderOfArrival() {
        record("a", "b", "c");
        assertThat(events.groups()).hasSize(1);

        events.commit(0);
        record("d");
        events.commit(1);

        assertThat(events.groups()).containsExactly(List.of("a"), List.of("b", "c"), List.of("d"));
    }

    @Test
    void everyCallerIsAnsweredAfterTheCommitOfItsOwnGroup() {
        var answers = record("a", "b");
        assertThat(answers).noneMatch(Future::isComplete);

        events.commit(0);
        assertThat(answers.get(0).result().status()).isEqualTo(RecordStatus.STORED);
        assertThat(answers.get(1).isComplete()).isFalse();

        events.commit(1);
        assertThat(answers.get(1).result().status()).isEqualTo(RecordStatus.STORED);
    }

    @Test
    void afterAnIdleTimeTheNextEventGoesAtOnceAgain() {
        record("a");
        events.commit(0);
        record("b");

        assertThat(events.groups()).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void aGroupHasAtMostSoManyRows() {
        commit = new GroupCommit(events, new Backlog.Limits(2, 1_000, 100, 10_000));
        record("a", "b", "c", "d");
        events.commit(0);
        events.commit(1);

        assertThat(events.groups()).containsExactly(List.of("a"), List.of("b", "c"), List.of("d"));
    }

    @Test
    void aGroupIsAtMostSoHeavyButTakesOneEventOfAnyWeight() {
        commit = new GroupCommit(events, new Backlog.Limits(100, 2 * WEIGHT, 100, 100 * WEIGHT));
        record("e0", "e1", "e2", "e3-heavier-than-two-together", "e4");
        events.commit(0);
        events.commit(1);
        events.commit(2);

        assertThat(events.groups())
                .containsExactly(
                        List.of("e0"), List.of("e1", "e2"), List.of("e3-heavier-than-two-together"), List.of("e4"));
    }

    @Test
    void refusesAtOnceWhenTooManyWait() {
        commit = new GroupCommit(events, new Backlog.Limits(100, 1_000, 2, 10_000));
        var answers = record("under-way", "waits", "waits-too", "too-many");

        assertThat(codeOf(answers.get(3))).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(answers.subList(0, 3)).noneMatch(Future::isComplete);
        events.commit(0);
        assertThat(record("fits-again").get(0).isComplete()).isFalse();
    }

    @Test
    void refusesAtOnceWhenWhatWaitsIsTooHeavy() {
        commit = new GroupCommit(events, new Backlog.Limits(100, 1_000, 100, 2 * WEIGHT));
        var answers = record("e0", "e1", "e2", "e3");
        assertThat(codeOf(answers.get(3))).isEqualTo(FailureCode.UNAVAILABLE);

        events.commit(0);
        events.commit(1);
        assertThat(record("e4", "e5", "e6")).noneMatch(Future::isComplete);
    }

    @Test
    void e05_aPoisonEventFailsAloneAndItsNeighboursAreStoredOnce() {
        record("under-way");
        var answers = record("a", "b", "poison", "c", "d");
        events.commit(0);
        events.settleAll("poison");

        assertThat(codeOf(answers.remove(2))).isEqualTo(FailureCode.INVALID);
        assertThat(answers).allMatch(Future::succeeded);
        assertThat(events.stored).containsExactly("under-way", "a", "b", "c", "d");
    }

    @Test
    void e05_nothingButPoisonStillLetsTheNextGroupGo() {
        record("under-way");
        var answers = record("poison", "poison", "poison");
        events.commit(0);
        events.settleAll("poison");
        assertThat(answers).allMatch(answer -> codeOf(answer) == FailureCode.INVALID);

        var next = record("next");
        events.settleAll("poison");

        assertThat(next).allMatch(Future::succeeded);
    }

    @Test
    void e05_poisonIsNotLookedForWhenPostgresIsAway() {
        record("under-way");
        var answers = record("a", "b", "c");
        events.commit(0);
        events.fail(1, away());

        assertThat(answers).allMatch(answer -> codeOf(answer) == FailureCode.UNAVAILABLE);
        assertThat(events.groups()).hasSize(2);
    }

    @Test
    void e05_whenPostgresGoesAwayWhileLookingForPoisonTheStoredHalfStaysStored() {
        record("under-way");
        var answers = record("a", "b", "c", "poison");
        events.commit(0);
        events.fail(1, refused());
        events.commit(2);
        events.fail(3, away());

        assertThat(answers.subList(0, 2)).allMatch(Future::succeeded);
        assertThat(answers.subList(2, 4)).allMatch(answer -> codeOf(answer) == FailureCode.UNAVAILABLE);
    }

    @Test
    void whoWaitsBehindAGroupThatFoundPostgresAwayIsToldSoToo() {
        var answers = record("under-way", "behind", "behind");
        events.fail(0, away());
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
        events.throwing = true;
        var thrown = record("a").get(0);
        events.throwing = false;
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

    @Test
    void eventsThatComeTogetherAreOneGroup() {
        var answers = commit.recordAll(List.of(event("a"), event("b"), event("c")));
        events.commit(0);

        assertThat(events.groups()).containsExactly(List.of("a", "b", "c"));
        assertThat(answers).allMatch(Future::succeeded);
    }

    @Test
    void ofEventsThatComeTogetherThoseThatFindNoRoomAreRefusedAtOnce() {
        commit = new GroupCommit(events, new Backlog.Limits(100, 1_000, 2, 10_000));
        record("under-way");
        var answers = commit.recordAll(List.of(event("a"), event("b"), event("c")));

        assertThat(codeOf(answers.get(2))).isEqualTo(FailureCode.UNAVAILABLE);
        events.commit(0);
        events.commit(1);
        assertThat(answers.subList(0, 2)).allMatch(Future::succeeded);
    }

    @Test
    void e03_everyCallerIsToldTheOutcomeOfItsOwnEvent() {
        var answers = commit.recordAll(List.of(event("a"), event("b"), event("c"), event("d")));
        events.commit(0, List.of(Outcome.DUPLICATE, Outcome.CONFLICT, Outcome.STORED, Outcome.UNSETTLED));

        assertThat(answers.get(0).result().status()).isEqualTo(RecordStatus.DUPLICATE);
        assertThat(codeOf(answers.get(1))).isEqualTo(FailureCode.CONFLICT);
        assertThat(answers.get(2).result().status()).isEqualTo(RecordStatus.STORED);
        assertThat(codeOf(answers.get(3))).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void e01_aKeyIsInAGroupOnceAndItsRepetitionsKeepTheirPlaces() {
        commit.recordAll(List.of(
                keyed("a", "user", "key"),
                keyed("b", "user", "key"),
                event("c"),
                keyed("d", "user", "key"),
                keyed("e", "user", "other-key")));
        record("f");
        IntStream.range(0, 3).forEach(events::commit);

        assertThat(events.groups()).containsExactly(List.of("a", "c", "e"), List.of("b", "f"), List.of("d"));
    }

    @Test
    void e02_theSameKeyOfTwoPlayersIsTwoKeys() {
        commit.recordAll(List.of(keyed("a", "user", "key"), keyed("b", "another", "key")));

        assertThat(events.groups()).containsExactly(List.of("a", "b"));
    }

    @Test
    void whatKeepsItsPlaceStillHasItsWeight() {
        var one = keyed("e0", "user", "k");
        var weight = WEIGHT + 1;
        commit = new GroupCommit(events, new Backlog.Limits(100, 1_000, 100, 3 * weight));
        commit.record(event("under-way"));
        commit.recordAll(List.of(one, one, one));
        events.commit(0);

        // One of the three is under way, two wait: there is room for one more.
        assertThat(commit.record(one).isComplete()).isFalse();
        assertThat(codeOf(commit.record(one))).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void drainedWaitsForWhatIsUnderWayAndForWhatWaits() {
        assertThat(commit.drained().succeeded()).isTrue();

        record("under-way", "waits");
        var drained = commit.drained();
        events.commit(0);
        assertThat(drained.isComplete()).isFalse();
        events.fail(1, away());

        assertThat(drained.succeeded()).isTrue();
    }

    private List<Future<EventRecorded>> record(String... eventIds) {
        var answers = new ArrayList<Future<EventRecorded>>();
        Stream.of(eventIds).forEach(id -> answers.add(commit.record(event(id))));
        return answers;
    }

    private static RecordEvent keyed(String id, String user, String key) {
        return new RecordEvent("issuer", user, id, Attributes.NONE, key, null);
    }

    private static RecordEvent event(String id) {
        return new RecordEvent("issuer", "user", id, Attributes.NONE);
    }

    private static FailureCode codeOf(Future<?> answer) {
        return answer.cause() instanceof ServiceFailure failure ? failure.code() : null;
    }

    private static ServiceFailure away() {
        return ServiceFailure.unavailable("away", null);
    }

    private static GroupRefused refused() {
        return new GroupRefused(new IllegalStateException("SQLSTATE 23514"));
    }

    /** Commits, refuses or loses a group when the test says so. */
    private static final class HandCommitted implements Events {

        private final List<List<String>> groups = new ArrayList<>();
        private final List<Promise<List<Outcome>>> commits = new ArrayList<>();
        private final List<String> stored = new ArrayList<>();
        private boolean throwing;

        @Override
        public Future<List<Outcome>> append(List<RecordEvent> group) {
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

        void commit(int group) {
            stored.addAll(groups.get(group));
            commit(group, Collections.nCopies(groups.get(group).size(), Outcome.STORED));
        }

        void commit(int group, List<Outcome> outcomes) {
            commits.get(group).complete(outcomes);
        }

        void fail(int group, Throwable failure) {
            commits.get(group).fail(failure);
        }

        /** Whatever is under way, and whatever follows from it: refused if the poison is in it, else committed. */
        void settleAll(String poison) {
            IntStream.iterate(0, group -> group < groups.size(), group -> group + 1)
                    .filter(group -> !commits.get(group).future().isComplete())
                    .forEach(group -> settle(group, poison));
        }

        private void settle(int group, String poison) {
            if (groups.get(group).contains(poison)) {
                fail(group, refused());
            } else {
                commit(group);
            }
        }
    }
}
