package io.kgen.protocols.gateway;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The fields of each line of the access log. */
final class CapturedAccessLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final List<Map<String, Object>> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("access");

    static CapturedAccessLog open() {
        var log = new CapturedAccessLog();
        log.start();
        log.logger.setLevel(Level.INFO);
        log.logger.addAppender(log);
        return log;
    }

    List<Map<String, Object>> lines() {
        return lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
        var fields = new TreeMap<String, Object>();
        event.getKeyValuePairs().forEach(pair -> fields.put(pair.key, pair.value));
        lines.add(fields);
    }

    @Override
    public void close() {
        logger.setLevel(null);
        logger.detachAppender(this);
        stop();
    }
}
