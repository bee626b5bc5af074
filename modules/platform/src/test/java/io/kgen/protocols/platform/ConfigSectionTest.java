package io.kgen.protocols.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that each typed getter accepts. */
class ConfigSectionTest {

    @ParameterizedTest
    @CsvSource({"50ms, PT0.05S", "2s, PT2S", "2 s, PT2S", "5m, PT5M", "1h, PT1H", "90d, PT2160H"})
    void aDurationIsANumberAndAUnit(String text, Duration duration) {
        assertRead(text, section -> section.duration("key"), duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "-1s", "1.5s", "1", "s", "1w", "1S", "1s 2m", "9999999999s"})
    void rejectsAnInvalidDuration(String text) {
        assertViolation(text, section -> section.duration("key"), "must be a time such as 50ms, 2s, 5m or 90d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "5"})
    void acceptsANumberWithinItsBounds(String text) {
        assertRead(text, section -> section.number("key", 1, 5), Integer.valueOf(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "6", "2.5", "one", "0x1", "99999999999"})
    void rejectsANumberOutsideItsBounds(String text) {
        assertViolation(text, section -> section.number("key", 1, 5), "must be a number from 1 to 5");
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void aBooleanIsTrueOrFalse(String text, boolean value) {
        assertRead(text, section -> section.bool("key"), value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "TRUE", "1"})
    void rejectsAnInvalidBoolean(String text) {
        assertViolation(text, section -> section.bool("key"), "must be true or false");
    }

    @Test
    void rejectsBlankTextUnlessItIsOptional() {
        assertViolation(" ", section -> section.text("key"), "must not be empty");
        assertRead("", section -> section.optionalText("key"), "");
    }

    @Test
    void readsAListFromYamlOrFromTextWithCommas() {
        List<String> yaml = yaml("key: [a, b]", section -> section.list("key"));
        List<String> text = read("c, ,d,", section -> section.list("key"));
        assertThat(yaml).containsExactly("a", "b");
        assertThat(text).containsExactly("c", "d");
        assertRead("", section -> section.list("key"), List.of());
    }

    @Test
    void rejectsAListInsteadOfText() {
        assertThatThrownBy(() -> yaml("key: [a, b]", section -> section.text("key")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("key (PLATFORM_KEY) must not be empty");
    }

    @Test
    void throwsIllegalStateForAKeyThatTheBuiltInFileDoesNotContain() {
        assertThatThrownBy(() -> yaml("key: 1", section -> section.text("other")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("application.yaml does not contain other");
    }

    @Test
    void toStringDoesNotContainASecret() {
        var secret = read("hunter2", section -> section.secret("key"));
        record Login(String user, Secret password) {}

        assertThat(List.of(secret, new Login("user", secret)).toString())
                .contains("(secret)")
                .doesNotContain("hunter2");
        assertThat(Secret.NONE).hasToString("(none)");
    }

    private static <T> void assertRead(String text, Function<ConfigSection, T> type, T expected) {
        T value = read(text, type);
        assertThat(value).isEqualTo(expected);
    }

    private static void assertViolation(String text, Function<ConfigSection, ?> type, String rule) {
        assertThatThrownBy(() -> read(text, type))
                .isInstanceOf(ConfigException.class)
                .hasMessage("key (PLATFORM_KEY) " + rule);
    }

    private static <T> T read(String text, Function<ConfigSection, T> type) {
        return yaml("key: default", Map.of("PLATFORM_KEY", text), type);
    }

    private static <T> T yaml(String yaml, Function<ConfigSection, T> type) {
        return yaml(yaml, Map.of(), type);
    }

    private static <T> T yaml(String yaml, Map<String, String> environment, Function<ConfigSection, T> type) {
        var defaults = new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8));
        return ConfigSource.read(defaults, null, environment).bind(type);
    }
}
