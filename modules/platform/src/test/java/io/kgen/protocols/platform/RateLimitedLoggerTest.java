package io.kgen.protocols.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitedLoggerTest {

    private final Logger target = new LoggerContext().getLogger("test");
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private long now = Long.MAX_VALUE - 10;
    private final RateLimitedLogger log = new RateLimitedLogger(target, () -> now);

    @BeforeEach
    void start() {
        written.start();
        target.addAppender(written);
    }

    @Test
    void logsTheFirstMessage() {
        log.info("key", "{} of {}", 1, 2);

        assertThat(written.list)
                .singleElement()
                .returns("1 of 2", ILoggingEvent::getFormattedMessage)
                .returns(Level.INFO, ILoggingEvent::getLevel);
    }

    @Test
    void suppressesAndCountsMessagesOfTheSamePeriod() {
        log.warn("key", "message");
        advance(Duration.ofMillis(500));
        log.warn("key", "message");
        advance(Duration.ofMillis(499));
        log.warn("key", "message");
        advance(Duration.ofMillis(1));
        log.warn("key", "message");
        log.warn("key", "message");
        advance(Duration.ofSeconds(1));
        log.warn("key", "message");

        assertThat(written.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "message",
                        "message (2 similar messages suppressed)",
                        "message (1 similar messages suppressed)");
    }

    @Test
    void limitsEachKeySeparately() {
        log.warn("a", "message a");
        log.warn("b", "message b");

        assertThat(written.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("message a", "message b");
    }

    @Test
    void logsAThrowableWithItsStackTrace() {
        log.warn("key", "failed: {}", "why", new IllegalStateException("cause"));

        assertThat(written.list)
                .singleElement()
                .returns("failed: why", ILoggingEvent::getFormattedMessage)
                .extracting(event -> event.getThrowableProxy().getMessage())
                .isEqualTo("cause");
    }

    private void advance(Duration time) {
        now += time.toNanos();
    }
}
