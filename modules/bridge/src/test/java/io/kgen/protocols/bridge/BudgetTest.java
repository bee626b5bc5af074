package io.kgen.protocols.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BudgetTest {

    @Test
    void givesWhatIsLeftAndTakesItBack() {
        var budget = Budget.undivided(100);
        var share = budget.share();
        assertThat(share.reserve(60)).isTrue();
        assertThat(share.reserve(41)).isFalse();
        assertThat(share.reserve(40)).isTrue();
        assertThat(budget.isExhausted()).isTrue();
        share.release(60);
        assertThat(share.held()).isEqualTo(40);
        assertThat(budget.used()).isEqualTo(40);
        share.release(40);
        assertThat(budget.used()).isZero();
    }

    @Test
    void leavesEachShareItsReserveAndAPartOfTheRest() {
        // 120, of which 10 are reserved for each of three; one takes 60 of the 90 that are common to all.
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
    void givesOneShareEverythingButTheReserveOfTheOthersWhereItCountsConnections() {
        var budget = Budget.ofConnections(200, 2);
        assertThat(taken(budget.share())).isEqualTo(175);
        assertThat(taken(budget.share())).isEqualTo(25);
        assertThat(taken(Budget.ofConnections(200, 1).share())).isEqualTo(200);
        assertThat(taken(Budget.ofConnections(1, 5).share())).isEqualTo(1);
    }

    @Test
    void saysWhatIsOverdrawnByWhatCouldNotBeRefused() {
        var budget = Budget.ofBytes(120, 3);
        var greedy = budget.share();
        greedy.take(70);
        assertThat(greedy.isOverdrawn()).isFalse();
        greedy.take(1);
        assertThat(greedy.isOverdrawn()).isTrue();
        assertThat(budget.isOverdrawn()).isFalse();
        budget.share().take(50);
        assertThat(budget.isOverdrawn()).isTrue();
        greedy.release(71);
        assertThat(greedy.isOverdrawn()).isFalse();
        assertThat(budget.isOverdrawn()).isFalse();
    }

    private static long taken(Budget.Share share) {
        return IntStream.range(0, 1000).filter(i -> share.reserve(1)).count();
    }
}
