package io.kgen.protocols.app.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.kgen.protocols.app.logging.LogLevels.LoggerLevel;
import io.kgen.protocols.bus.ServiceException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLevelsTest {

    private static final String USERS = "io.kgen.protocols.users";

    private final LoggerContext context = new LoggerContext();
    private LogLevels levels;

    @BeforeEach
    void start() {
        context.getLogger("ROOT").setLevel(Level.INFO);
        context.getLogger("io.netty").setLevel(Level.WARN);
        levels = new LogLevels(context);
    }

    @Test
    void listsLoggersWithTheirOwnAndTheirEffectiveLevel() {
        context.getLogger("io.netty.channel");

        assertThat(levels.list())
                .contains(
                        new LoggerLevel("ROOT", "INFO", "INFO"),
                        new LoggerLevel("io.netty", "WARN", "WARN"),
                        new LoggerLevel("io.netty.channel", null, "WARN"));
    }

    @Test
    void aChangeAppliesToAllLoggersBelowAtOnce() {
        var below = context.getLogger(USERS + ".redis.RedisClient");

        assertThat(levels.set(USERS, "DEBUG")).isEqualTo(new LoggerLevel(USERS, "DEBUG", "DEBUG"));
        assertThat(below.isDebugEnabled()).isTrue();
    }

    @Test
    void nullResetsALoggerToItsLevelAtTheStart() {
        levels.set(USERS, "DEBUG");
        levels.set("io.netty", "TRACE");
        levels.set("ROOT", "OFF");

        assertThat(levels.set("ROOT", null)).isEqualTo(new LoggerLevel("ROOT", "INFO", "INFO"));
        assertThat(levels.set("io.netty", null)).isEqualTo(new LoggerLevel("io.netty", "WARN", "WARN"));
        assertThat(levels.set(USERS, null)).isEqualTo(new LoggerLevel(USERS, null, "INFO"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "io..kgen", "io.kgen.", "io.kgen users", "io.kgen\n", "1st", "../etc"})
    void rejectsWhatIsNotTheNameOfALogger(String name) {
        var before = levels.list();

        assertThatThrownBy(() -> levels.set(name, "DEBUG"))
                .isInstanceOf(ServiceException.class)
                .hasMessage("logger must be the name of a class, of a package, or ROOT");
        assertThat(levels.list()).isEqualTo(before);
    }

    @Test
    void rejectsALongNameBecauseALoggerIsKeptForEver() {
        assertThatThrownBy(() -> levels.get("x".repeat(201))).isInstanceOf(ServiceException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"io.vertx.ext.web", "io.vertx.ext.web.impl.RouterImpl", "com.hazelcast"})
    void e73_aLoggerThatWritesTargetsOfRequestsOrSecretsIsNeverBelowInfo(String logger) {
        assertThatThrownBy(() -> levels.set(logger, "DEBUG"))
                .isInstanceOf(ServiceException.class)
                .hasMessageStartingWith("level must not be below INFO");
        assertThat(levels.set(logger, "INFO").effective()).isEqualTo("INFO");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "debug", "ALL", "FINE"})
    void rejectsWhatIsNotTheNameOfALevel(String level) {
        assertThatThrownBy(() -> levels.set(USERS, level))
                .isInstanceOf(ServiceException.class)
                .hasMessage("level must be TRACE, DEBUG, INFO, WARN, ERROR or OFF");
    }
}
