package io.kgen.protocols.gateway.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    private long now;
    private final ByteBudget budget = new ByteBudget(100, () -> now);
    private final List<ByteBudget.Holder> closed = new ArrayList<>();
    private final ByteBudget.Holder first = holder();
    private final ByteBudget.Holder second = holder();
    private final ByteBudget.Holder third = holder();

    @Test
    void rejectsBytesBeyondTheLimit() {
        assertThat(budget.set(first, 60)).isTrue();
        assertThat(budget.set(second, 41)).isFalse();
        assertThat(budget.used()).isEqualTo(60);
        assertThat(budget.set(second, 40)).isTrue();
        assertThat(closed).isEmpty();
    }

    @Test
    void countsOnlyTheCurrentBytes() {
        budget.set(first, 60);
        budget.set(first, 90);
        assertThat(budget.used()).isEqualTo(90);
        budget.set(first, 10);
        assertThat(budget.used()).isEqualTo(10);
        budget.release(first);
        budget.release(first);
        assertThat(budget.used()).isZero();
    }

    @Test
    void closesTheSlowestHolderForAnotherOne() {
        budget.set(first, 50);
        budget.set(second, 50);
        pass(2);

        assertThat(budget.set(third, 60)).isTrue();
        assertThat(closed).containsExactly(first, second);
        assertThat(budget.used()).isEqualTo(60);
    }

    @Test
    void doesNotCloseAHolderThatMakesProgress() {
        budget.set(first, 50);
        budget.set(second, 50);
        pass(2);
        budget.progressed(first);

        assertThat(budget.set(third, 60)).isFalse();
        assertThat(closed).containsExactly(second);
    }

    @Test
    void neverClosesAHolderForItself() {
        budget.set(first, 50);
        pass(2);

        assertThat(budget.set(first, 101)).isFalse();
        assertThat(closed).isEmpty();
        assertThat(budget.used()).isEqualTo(50);
    }

    private void pass(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private ByteBudget.Holder holder() {
        return new ByteBudget.Holder() {
            @Override
            public void closeToFreeMemory() {
                closed.add(this);
            }
        };
    }
}
