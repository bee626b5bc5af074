package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.MarkerFactory;

/** A repeated failure is logged at a limited rate, with one stack trace per kind of failure. */
class RepetitionFilterTest {

    private static final int MANY = 100_000;

    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger ours = context.getLogger("io.kgen.protocols.gateway.Errors");
    private long now;

    @BeforeEach
    void start() {
        var filter = new RepetitionFilter(() -> now);
        filter.start();
        context.addTurboFilter(filter);
        capture();
    }

    private void capture() {
        log.start();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(log);
    }

    @Test
    void logsOnlyTheFirstOfManyFailuresOfTheSameKind() {
        for (var i = 0; i < MANY; i++) {
            ours.error("request {} failed", i, new IllegalStateException("number " + i));
        }

        assertThat(log.list).hasSize(1);
        assertThat(log.list.get(0).getThrowableProxy().getMessage()).isEqualTo("number 0");
    }

    @Test
    void reportsTheSuppressedCountWithTheNextFailureAfterTheInterval() {
        for (var i = 0; i < 3; i++) {
            failHere();
        }
        now += TimeUnit.SECONDS.toNanos(10);
        failHere();

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("it failed", "2 lines like the next one were suppressed", "it failed");
    }

    @Test
    void countsFailuresOfAnotherClassLocationOrLoggerSeparately() {
        failHere();
        failHere();
        ours.warn("it failed", new IllegalStateException());
        ours.warn("it failed", new IOException());
        context.getLogger("io.vertx.core.impl.ContextImpl").error("Unhandled exception", new IOException());
        context.getLogger("io.netty.channel.DefaultChannelPipeline").warn("an exception", new DecoderException());

        assertThat(log.list).hasSize(5);
    }

    @Test
    void aMarkerSeparatesKindsOfTheSameLocation() {
        for (var operation : new String[] {"users.find", "events.record", "users.find"}) {
            ours.error(MarkerFactory.getMarker(operation), "{} failed", operation, new IllegalStateException());
        }

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("users.find failed", "events.record failed");
    }

    @Test
    void limitsLinesWithFieldsLikeOthers() {
        for (var i = 0; i < MANY; i++) {
            ours.atWarn()
                    .addMarker(MarkerFactory.getMarker("users.find"))
                    .addKeyValue("requestId", "request-" + i)
                    .setCause(new IllegalStateException())
                    .log("{} failed", "users.find");
            ours.atWarn().addKeyValue("requestId", "request-" + i).log("no reply");
        }

        assertThat(log.list).hasSize(1 + 10);
    }

    @Test
    void countsLinesWithoutAnExceptionByMessageTemplate() {
        for (var i = 0; i < MANY; i++) {
            ours.warn("{} is unavailable", i);
        }
        ours.warn("another");

        assertThat(log.list).hasSize(11);
    }

    @Test
    void limitsConcatenatedLibraryMessagesByOneSharedBudget() {
        var hazelcast = context.getLogger("com.hazelcast.Connection");
        for (var i = 0; i < MANY; i++) {
            hazelcast.warn("connection " + i + " broke");
        }

        assertThat(log.list).hasSizeLessThan(1_100);
    }

    @Test
    void doesNotCountEventsBelowWarn() {
        IntStream.range(0, 1_000).forEach(i -> ours.info("started"));

        assertThat(log.list).hasSize(1_000);
    }

    @Test
    void theProductLogConfigurationContainsTheFilter() throws JoranException {
        context.reset();
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(getClass().getResource("/logback.xml"));
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
        capture();

        failHere();
        failHere();

        assertThat(log.list).hasSize(1);
    }

    private void failHere() {
        ours.error("it failed", new IllegalStateException());
    }
}
