package io.kgen.protocols.analytics.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which events share a commit, and the reply of each caller. */
class GroupCommitTest extends GroupCommitFixture {

    @Test
    void commitsTheFirstEventImmediatelyAndAlone() {
        record("a");

        assertThat(events.groups()).containsExactly(List.of("a"));
    }

    @Test
    void eventsThatArriveDuringACommitAreTheNextGroupInTheirOrder() {
        record("a", "b", "c");
        assertThat(events.groups()).hasSize(1);

        events.commit(0);
        record("d");
        events.commit(1);

        assertThat(events.groups()).containsExactly(List.of("a"), List.of("b", "c"), List.of("d"));
    }

    @Test
    void repliesToEachCallerAfterTheCommitOfItsOwnGroup() {
        var replies = record("a", "b");
        assertThat(replies).noneMatch(Future::isComplete);

        events.commit(0);
        assertThat(replies.get(0).result().status()).isEqualTo(WriteStatus.STORED);
        assertThat(replies.get(1).isComplete()).isFalse();

        events.commit(1);
        assertThat(replies.get(1).result().status()).isEqualTo(WriteStatus.STORED);
    }

    @Test
    void commitsTheNextEventImmediatelyAfterAnIdlePeriod() {
        record("a");
        events.commit(0);
        record("b");

        assertThat(events.groups()).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void commitsABatchAsOneGroup() {
        var replies = commit.recordAll(List.of(event("a"), event("b"), event("c")), CALL);
        events.commit(0);

        assertThat(events.groups()).containsExactly(List.of("a", "b", "c"));
        assertThat(replies).allMatch(Future::succeeded);
    }

    @Test
    void e03_repliesToEachCallerWithTheOutcomeOfItsOwnEvent() {
        var replies = commit.recordAll(List.of(event("a"), event("b"), event("c"), event("d")), CALL);
        events.commit(
                0, List.of(AppendResult.DUPLICATE, AppendResult.CONFLICT, AppendResult.STORED, AppendResult.UNKNOWN));

        assertThat(replies.get(0).result().status()).isEqualTo(WriteStatus.DUPLICATE);
        assertThat(codeOf(replies.get(1))).isEqualTo(FailureCode.CONFLICT);
        assertThat(replies.get(2).result().status()).isEqualTo(WriteStatus.STORED);
        assertThat(codeOf(replies.get(3))).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void e01_aGroupHasAKeyOnceAndDuplicatesStayInTheQueue() {
        commit.recordAll(
                List.of(
                        keyed("a", "user", "key"),
                        keyed("b", "user", "key"),
                        event("c"),
                        keyed("d", "user", "key"),
                        keyed("e", "user", "other-key")),
                CALL);
        record("f");
        IntStream.range(0, 3).forEach(events::commit);

        assertThat(events.groups()).containsExactly(List.of("a", "c", "e"), List.of("b", "f"), List.of("d"));
    }

    @Test
    void e02_theSameKeyOfTwoPlayersIsTwoKeysInOneGroup() {
        commit.recordAll(List.of(keyed("a", "user", "key"), keyed("b", "another", "key")), CALL);

        assertThat(events.groups()).containsExactly(List.of("a", "b"));
    }

    @Test
    void drainingWaitsForInFlightAndPendingEvents() {
        assertThat(commit.drained().succeeded()).isTrue();

        record("in-flight", "pending");
        var drained = commit.drained();
        events.commit(0);
        assertThat(drained.isComplete()).isFalse();
        events.fail(1, unavailable());

        assertThat(drained.succeeded()).isTrue();
    }
}
