package io.kgen.protocols.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitedLoggerTest {

    private long now = Long.MAX_VALUE - 10;
    private final RateLimitedLogger pace = new RateLimitedLogger(() -> now);

    @Test
    void theFirstLineIsWritten() {
        assertThat(pace.next("a")).hasValue(0);
    }

    @Test
    void withinASecondLinesAreHeldBackAndThenTheirNumberIsTold() {
        pace.next("a");
        pass(Duration.ofMillis(500));
        assertThat(pace.next("a")).isEmpty();
        pass(Duration.ofMillis(499));
        assertThat(pace.next("a")).isEmpty();
        pass(Duration.ofMillis(1));

        assertThat(pace.next("a")).hasValue(2);
        assertThat(pace.next("a")).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(pace.next("a")).hasValue(1);
    }

    @Test
    void eachSubjectHasAPaceOfItsOwn() {
        pace.next("a");

        assertThat(pace.next("b")).hasValue(0);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
