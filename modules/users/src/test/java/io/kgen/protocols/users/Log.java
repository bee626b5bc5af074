package io.kgen.protocols.users;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Captures all log events, including libraries and stack traces, down to DEBUG. */
final class Log extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level originalLevel = root.getLevel();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private Log() {}

    static Log capture() {
        var log = new Log();
        log.start();
        log.root.addAppender(log);
        log.root.setLevel(Level.DEBUG);
        return log;
    }

    Stream<String> lines() {
        return lines.stream();
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.add(event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }

    @Override
    public void close() {
        root.setLevel(originalLevel);
        root.detachAppender(this);
    }
}
