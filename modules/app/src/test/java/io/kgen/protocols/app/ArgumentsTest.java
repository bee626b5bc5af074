package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.app.Arguments.Command;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @Test
    void runsTheServerByDefault() {
        assertThat(Arguments.parse()).isEqualTo(new Arguments(Command.RUN, null));
        assertThat(Arguments.parse("migrate")).isEqualTo(new Arguments(Command.MIGRATE, null));
    }

    @Test
    void acceptsTheConfigOptionBeforeAndAfterTheCommand() {
        var expected = new Arguments(Command.MIGRATE, Path.of("a.yaml"));
        assertThat(Arguments.parse("--config", "a.yaml", "migrate")).isEqualTo(expected);
        assertThat(Arguments.parse("migrate", "--config", "a.yaml")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"migrat", "--port", "-x", ""})
    void rejectsUnknownArguments(String argument) {
        assertThatThrownBy(() -> Arguments.parse(argument))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("unknown argument");
    }

    @Test
    void rejectsAConfigOptionWithoutAFile() {
        assertThatThrownBy(() -> Arguments.parse("--config")).isInstanceOf(UsageException.class);
    }
}
