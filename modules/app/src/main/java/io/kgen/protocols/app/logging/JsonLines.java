package io.kgen.protocols.app.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.stream.StreamSupport;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;

/** Log lines as JSON objects, for a collector of logs. */
public final class JsonLines {

    private static final String OMITTED = LogstashFieldNames.IGNORE_FIELD_INDICATOR;

    private JsonLines() {}

    /** Replaces the encoders of all appenders that write to a stream. */
    static void write(LoggerContext context) {
        for (var logger : context.getLoggerList()) {
            Iterable<Appender<ILoggingEvent>> appenders = logger::iteratorForAppenders;
            StreamSupport.stream(appenders.spliterator(), false).forEach(appender -> {
                if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
                    stream.setEncoder(encoder(context));
                }
            });
        }
    }

    /** Encodes a line. */
    public static Encoder<ILoggingEvent> encoder(LoggerContext context) {
        var names = new LogstashFieldNames();
        names.setTimestamp("timestamp");
        names.setLogger("logger");
        names.setThread("thread");
        names.setStackTrace("stackTrace");
        names.setVersion(OMITTED);
        names.setLevelValue(OMITTED);
        var encoder = new LogstashEncoder();
        encoder.setContext(context);
        encoder.setFieldNames(names);
        encoder.setTimeZone("UTC");
        // Markers are for the filter of repeated lines; the field operation says the same.
        encoder.setIncludeTags(false);
        encoder.start();
        return encoder;
    }
}
