package io.kgen.protocols.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.kgen.protocols.platform.ConfigSection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * What is logged, and how.
 *
 * @param isJson whether a line is a JSON object instead of text
 * @param level of every logger without a level of its own
 * @param levels by the name of a logger
 */
public record LogConfig(boolean isJson, Level level, Map<String, Level> levels) {

    private static final Map<String, Boolean> FORMATS = Map.of("text", false, "json", true);

    public static LogConfig read(ConfigSection log) {
        return new LogConfig(
                log.oneOf("format", FORMATS, false), log.oneOf("level", LogLevels.NAMES, Level.INFO), levels(log));
    }

    private static Map<String, Level> levels(ConfigSection log) {
        var levels = new LinkedHashMap<String, Level>();
        log.mapping("levels").forEach((logger, name) -> {
            var level = LogLevels.NAMES.get(name);
            if (level == null || !LogLevels.isLoggerName(logger)) {
                log.reject("levels", "must map names of loggers to " + LogLevels.RULE);
            } else if (LogLevels.isRestricted(logger, level)) {
                log.reject("levels", LogLevels.RESTRICTION);
            } else {
                levels.put(logger, level);
            }
        });
        return levels;
    }

    /** Makes Logback log like this, in this JVM from now on. */
    public void apply() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
        // A level of their own, so that a level of the loggers above them does not apply.
        LogLevels.RESTRICTED.stream()
                .map(context::getLogger)
                .filter(logger -> logger.getLevel() == null)
                .forEach(logger -> logger.setLevel(Level.WARN));
        levels.forEach((logger, own) -> context.getLogger(logger).setLevel(own));
        if (isJson) {
            JsonLines.write(context);
        }
    }
}
