package io.kgen.protocols.app.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The log of a node with stack traces: libraries from level INFO, its own code from level DEBUG. */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("io.kgen");
    private final Level level = root.getLevel();
    private final Appender<ILoggingEvent> console = root.getAppender("STDOUT");
    private final PatternLayout layout = new PatternLayout();

    private CapturedLog() {}

    public static CapturedLog open() {
        var log = new CapturedLog();
        log.layout.setContext(log.root.getLoggerContext());
        log.layout.setPattern("%level %logger %msg %kvp%n%xEx");
        log.layout.start();
        log.start();
        log.root.detachAppender(log.console);
        log.root.addAppender(log);
        log.root.setLevel(Level.INFO);
        log.ours.setLevel(Level.DEBUG);
        return log;
    }

    public List<String> lines() {
        return lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(layout.doLayout(event));
    }

    @Override
    public void close() {
        root.setLevel(level);
        ours.setLevel(null);
        root.detachAppender(this);
        root.addAppender(console);
        stop();
    }
}
