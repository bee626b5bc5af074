package io.kgen.protocols.gateway.bodies;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.gateway.bodies.BodyBudget.Reservation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** E85: which bodies are rejected when the byte budget of a node is used up. */
class BodyBudgetTest {

    private final BodyBudget budget = new BodyBudget(100);
    private final List<String> revoked = new ArrayList<>();

    @Test
    void anOwnerReservesAtMostHalfOfTheBudget() {
        var first = reserve("a", "first");

        assertThat(first.grow(30)).isTrue();
        assertThat(reserve("a", "second").grow(21)).isFalse();
        assertThat(first.grow(50)).isTrue();
        assertThat(first.grow(51)).isFalse();
        assertThat(reserve("b", "other").grow(50)).isTrue();
        assertThat(revoked).isEmpty();
    }

    @Test
    void beyondItsShareTheNewestBodyOfAnOwnerIsRevoked() {
        var oldest = reserve("a", "a1");
        var newest = reserve("a", "a2");
        oldest.grow(20);
        newest.grow(20);

        assertThat(newest.grow(31)).isFalse();
        assertThat(revoked).isEmpty();
        assertThat(oldest.grow(40)).isTrue();
        assertThat(revoked).containsExactly("a2");
        assertThat(budget.held()).isEqualTo(40);
    }

    @Test
    void aCompleteBodyTakesPrecedenceOverIncompleteOnes() {
        var complete = reserve("a", "a1");
        reserve("a", "a2").grow(30);
        complete.grow(10);
        complete.bodyCompleted();

        assertThat(complete.grow(30)).isTrue();
        assertThat(revoked).containsExactly("a2");
    }

    @Test
    void revokesTheNewestBodyOfTheLargestOwner() {
        reserve("a", "a1").grow(25);
        reserve("a", "a2").grow(25);
        reserve("b", "b1").grow(40);

        assertThat(reserve("c", "c1").grow(20)).isTrue();
        assertThat(revoked).containsExactly("a2");
        assertThat(budget.held()).isEqualTo(85);
    }

    @Test
    void anOwnerWithSmallerReservationsIsNeverRejectedForALargerOne() {
        reserve("a", "a1").grow(50);
        reserve("b", "b1").grow(50);

        var small = reserve("c", "c1");
        assertThat(small.grow(10)).isTrue();
        assertThat(small.grow(50)).as("the size of the largest reservation").isTrue();
        assertThat(reserve("d", "d1").grow(51)).isFalse();
        assertThat(revoked).hasSize(1).doesNotContain("c1");
    }

    @Test
    void rejectsTheOwnerThatWouldBecomeTheLargest() {
        reserve("a", "a1").grow(40);
        reserve("b", "b1").grow(40);

        assertThat(reserve("c", "c1").grow(45)).isFalse();
        assertThat(revoked).isEmpty();
    }

    @Test
    void aCompleteBodyIsNotRevoked() {
        var complete = reserve("a", "a1");
        complete.grow(50);
        complete.bodyCompleted();
        reserve("b", "b1").grow(45);

        assertThat(reserve("c", "c1").grow(10)).isTrue();
        assertThat(revoked).containsExactly("b1");
        assertThat(complete.grow(51)).isFalse();
        complete.release();
        assertThat(budget.held()).isEqualTo(10);
    }

    @Test
    void aReservationThatGrowsAfterItsBodyIsCompleteIsNotRevoked() {
        var complete = reserve("a", "a1");
        complete.bodyCompleted();
        complete.grow(50);
        reserve("b", "b1").grow(50);

        assertThat(reserve("c", "c1").grow(10)).isTrue();
        assertThat(revoked).containsExactly("b1");
    }

    @Test
    void aRevokedOrReleasedReservationIsEmptyAndCannotGrow() {
        var lost = reserve("a", "a1");
        lost.grow(50);
        reserve("b", "b1").grow(45);
        var newcomer = reserve("c", "c1");
        newcomer.grow(10);
        assertThat(revoked).containsExactly("a1");

        lost.release();
        newcomer.release();
        newcomer.release();
        assertThat(lost.grow(1)).isFalse();
        assertThat(newcomer.grow(1)).isFalse();
        assertThat(budget.held()).isEqualTo(45);
    }

    @Test
    void countsCorrectlyAcrossThreads() {
        var shared = new BodyBudget(1_000);

        IntStream.range(0, 10_000).parallel().forEach(i -> {
            var reservation = shared.reservation(i % 7, () -> {});
            reservation.grow(ThreadLocalRandom.current().nextInt(400));
            reservation.grow(ThreadLocalRandom.current().nextInt(400));
            reservation.bodyCompleted();
            reservation.release();
        });

        assertThat(shared.held()).isZero();
    }

    private Reservation reserve(String owner, String name) {
        return budget.reservation(owner, () -> revoked.add(name));
    }
}
