package io.kgen.protocols.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.kgen.protocols.bus.ServiceException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** The levels of all loggers, which can be changed while the product runs. Thread-safe. */
public final class LogLevels {

    static final String RULE = "TRACE, DEBUG, INFO, WARN, ERROR or OFF";

    static final Map<String, Level> NAMES =
            List.of(Level.TRACE, Level.DEBUG, Level.INFO, Level.WARN, Level.ERROR, Level.OFF).stream()
                    .collect(Collectors.toMap(Level::toString, level -> level));

    /**
     * Loggers of libraries that write, below INFO, the targets of requests or the name of the cluster. Clients put personal
     * data into the one (E73), and the other is a secret.
     */
    static final Set<String> RESTRICTED = Set.of("io.vertx.ext.web", "com.hazelcast");

    static final String RESTRICTION = "must not be below INFO for io.vertx.ext.web and com.hazelcast";

    private static final Pattern LOGGER = Pattern.compile("[A-Za-z_][\\w$-]*(\\.[\\w$-]+)*");
    private static final int MAX_NAME_LENGTH = 200;

    private final LoggerContext context;
    /** By the name of a logger; loggers without a level of their own are absent. */
    private final Map<String, Level> initial;

    /**
     * A logger and its levels.
     *
     * @param name of a class or of a package; the logger {@code ROOT} is above all others
     * @param configured its own level; null if it has none
     * @param effective its own level, or that of the nearest logger above it
     */
    public record LoggerLevel(String name, String configured, String effective) {

        static LoggerLevel of(Logger logger) {
            return new LoggerLevel(
                    logger.getName(),
                    logger.getLevel() == null ? null : logger.getLevel().toString(),
                    logger.getEffectiveLevel().toString());
        }
    }

    /** Takes the levels that the loggers have now as those to which {@link #set} resets. */
    public LogLevels() {
        this((LoggerContext) LoggerFactory.getILoggerFactory());
    }

    LogLevels(LoggerContext context) {
        this.context = context;
        this.initial = context.getLoggerList().stream()
                .filter(logger -> logger.getLevel() != null)
                .collect(Collectors.toMap(Logger::getName, Logger::getLevel));
    }

    /** All loggers that exist, sorted by name. A logger exists once its class was loaded, or a level of it was set. */
    public List<LoggerLevel> list() {
        return context.getLoggerList().stream().map(LoggerLevel::of).toList();
    }

    /**
     * One logger.
     *
     * @throws ServiceException if this is not the name of a logger
     */
    public LoggerLevel get(String name) {
        return LoggerLevel.of(logger(name));
    }

    /**
     * Changes the level of a logger and of all below it that have none of their own, at once and until the next start.
     *
     * @param level null resets the logger to its level at the start
     * @return the logger after the change
     * @throws ServiceException if this is not the name of a logger, or not the name of a level that it may have
     */
    public LoggerLevel set(String name, String level) {
        var logger = logger(name);
        if (level != null && !NAMES.containsKey(level)) {
            throw ServiceException.invalid("level", "must be " + RULE);
        }
        if (level != null && isRestricted(name, NAMES.get(level))) {
            throw ServiceException.invalid("level", RESTRICTION);
        }
        logger.setLevel(level == null ? initial.get(logger.getName()) : NAMES.get(level));
        return LoggerLevel.of(logger);
    }

    private Logger logger(String name) {
        if (!isLoggerName(name)) {
            throw ServiceException.invalid("logger", "must be the name of a class, of a package, or ROOT");
        }
        return context.getLogger(name);
    }

    static boolean isRestricted(String name, Level level) {
        return !level.isGreaterOrEqual(Level.INFO)
                && RESTRICTED.stream().anyMatch(above -> (name + ".").startsWith(above + "."));
    }

    static boolean isLoggerName(String name) {
        return name.length() <= MAX_NAME_LENGTH && LOGGER.matcher(name).matches();
    }
}
