package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kgen.protocols.platform.ConfigException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a configuration that has the settings without a default. */
final class TestConfig {

    static final String SECRET_VARIABLE = "PLATFORM_AUTH_DEFAULT_SECRET";
    static final String SECRET = "a secret of at least thirty-two bytes";
    static final String URL_VARIABLE = "PLATFORM_KSTORE_URL";
    /** The settings without a default. */
    static final Map<String, String> NEEDED =
            Map.of(SECRET_VARIABLE, SECRET, URL_VARIABLE, "https://store.example/store");

    private TestConfig() {}

    static AppConfig read(Path file, Map<String, String> environment) {
        var variables = new HashMap<>(NEEDED);
        variables.putAll(environment);
        return AppConfig.read(file, variables);
    }

    static List<String> violations(Path file, Map<String, String> environment) {
        return catchThrowableOfType(ConfigException.class, () -> read(file, environment))
                .violations();
    }
}
