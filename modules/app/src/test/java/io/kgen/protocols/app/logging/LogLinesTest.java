package io.kgen.protocols.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.MarkerFactory;

/** The lines that the product's configuration of Logback writes, in both formats. */
class LogLinesTest {

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Logger log = context.getLogger("io.kgen.protocols.users.Example");

    @BeforeEach
    void start() throws JoranException {
        context.setMDCAdapter(new LogbackMDCAdapter());
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(getClass().getResource("/logback.xml"));
    }

    /** Logback writes to standard output; this writes the same bytes here. */
    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private void capture() {
        var console = (ConsoleAppender<ILoggingEvent>) context.getLogger("ROOT").getAppender("stdout");
        console.setOutputStream(out);
    }

    @Test
    void aTextLineHasItsFieldsAfterTheMessage() {
        capture();
        log.atWarn()
                .addKeyValue("requestId", "r-1")
                .addKeyValue("operation", "users.linked-number.find")
                .log("the operation failed");
        log.info("no\n  fields ");

        assertThat(lines().get(0))
                .matches("\\S+ WARN  Example the operation failed"
                        + " requestId=r-1 operation=users.linked-number.find");
        assertThat(lines().get(1)).endsWith(" INFO  Example no fields");
    }

    @Test
    void aJsonLineIsAFlatObject() {
        JsonLines.write(context);
        capture();
        log.atWarn()
                .addMarker(MarkerFactory.getMarker("users.linked-number.find"))
                .addKeyValue("requestId", "r-1")
                .addKeyValue("retries", 2)
                .log("it {}\nfailed \"again\"", "has");

        assertThat(lines()).hasSize(1);
        var line = new JsonObject(lines().get(0));
        assertThat(line.fieldNames())
                .containsExactlyInAnyOrder("timestamp", "level", "logger", "thread", "message", "requestId", "retries");
        assertThat(line.getString("timestamp")).endsWith("Z");
        assertThat(Duration.between(Instant.parse(line.getString("timestamp")), Instant.now()))
                .isPositive();
        assertThat(line.getString("level")).isEqualTo("WARN");
        assertThat(line.getString("logger")).isEqualTo("io.kgen.protocols.users.Example");
        assertThat(line.getString("message")).isEqualTo("it has\nfailed \"again\"");
        assertThat(line.getString("requestId")).isEqualTo("r-1");
        assertThat(line.getInteger("retries")).isEqualTo(2);
    }

    @Test
    void aStackTraceInJsonIsOneTextOfTheSameLine() {
        JsonLines.write(context);
        capture();
        log.error("it failed", new IllegalStateException("why", new IllegalArgumentException("the cause")));

        assertThat(lines()).hasSize(1);
        assertThat(new JsonObject(lines().get(0)).getString("stackTrace"))
                .startsWith("java.lang.IllegalStateException: why\n\tat ")
                .contains("Caused by: java.lang.IllegalArgumentException: the cause");
    }
}
