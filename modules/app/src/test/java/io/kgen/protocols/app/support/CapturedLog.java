package io.kgen.protocols.app.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import io.kgen.protocols.app.logging.JsonLines;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The log of a node in both formats, with stack traces: all lines that the product can be configured to write. */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<JsonObject> objects = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    /** Cannot be configured to write more. */
    private final Logger web = (Logger) LoggerFactory.getLogger("io.vertx.ext.web");

    private final Level level = root.getLevel();
    private final Appender<ILoggingEvent> console = root.getAppender("STDOUT");
    private final PatternLayout layout = new PatternLayout();
    private final Encoder<ILoggingEvent> json = JsonLines.encoder(root.getLoggerContext());

    private CapturedLog() {}

    public static CapturedLog open() {
        var log = new CapturedLog();
        log.layout.setContext(log.root.getLoggerContext());
        log.layout.setPattern("%level %logger %msg %kvp%n%xEx");
        log.layout.start();
        log.start();
        log.root.detachAppender(log.console);
        log.root.addAppender(log);
        log.root.setLevel(Level.TRACE);
        log.web.setLevel(Level.INFO);
        return log;
    }

    public List<String> lines() {
        return lines;
    }

    /** The same lines in JSON. */
    public List<JsonObject> objects() {
        return objects;
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(layout.doLayout(event));
        objects.add(new JsonObject(Buffer.buffer(json.encode(event))));
    }

    @Override
    public void close() {
        root.setLevel(level);
        web.setLevel(null);
        root.detachAppender(this);
        root.addAppender(console);
        stop();
    }
}
