package io.kgen.protocols.bridge.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BudgetTest {

    @Test
    void reservesWhatIsLeftAndReleasesIt() {
        var budget = Budget.undivided(100);
        var share = budget.share();
        assertThat(share.tryReserve(60)).isTrue();
        assertThat(share.tryReserve(41)).isFalse();
        assertThat(share.tryReserve(40)).isTrue();
        assertThat(budget.isExhausted()).isTrue();
        share.release(60);
        assertThat(share.held()).isEqualTo(40);
        assertThat(budget.used()).isEqualTo(40);
        share.release(40);
        assertThat(budget.used()).isZero();
    }

    @Test
    void keepsAReserveForEachShareAndAPartOfTheRest() {
        // Of 120, 10 are reserved for each of three shares; one share may use 60 of the 90 that are common.
        var budget = Budget.ofBytes(120, 3);
        var greedy = budget.share();
        assertThat(taken(greedy)).isEqualTo(70);
        var second = budget.share();
        var third = budget.share();
        assertThat(taken(second)).isEqualTo(40);
        assertThat(taken(third)).isEqualTo(10);
        assertThat(budget.isExhausted()).isTrue();
        greedy.release(70);
        assertThat(taken(third)).isEqualTo(60);
    }

    @Test
    void givesOneShareAllConnectionsButTheReserveOfTheOthers() {
        var budget = Budget.ofConnections(200, 2);
        assertThat(taken(budget.share())).isEqualTo(175);
        assertThat(taken(budget.share())).isEqualTo(25);
        assertThat(taken(Budget.ofConnections(200, 1).share())).isEqualTo(200);
        assertThat(taken(Budget.ofConnections(1, 5).share())).isEqualTo(1);
    }

    @Test
    void isOverdrawnByChargesAboveTheLimit() {
        var budget = Budget.ofBytes(120, 3);
        var greedy = budget.share();
        greedy.charge(70);
        assertThat(greedy.isOverdrawn()).isFalse();
        greedy.charge(1);
        assertThat(greedy.isOverdrawn()).isTrue();
        assertThat(budget.isOverdrawn()).isFalse();
        budget.share().charge(50);
        assertThat(budget.isOverdrawn()).isTrue();
        greedy.release(71);
        assertThat(greedy.isOverdrawn()).isFalse();
        assertThat(budget.isOverdrawn()).isFalse();
    }

    private static long taken(Budget.Share share) {
        return IntStream.range(0, 1000).filter(i -> share.tryReserve(1)).count();
    }
}
