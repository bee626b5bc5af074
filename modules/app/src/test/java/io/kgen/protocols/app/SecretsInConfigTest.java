package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Sets every secret of the configuration to a text that can be found again. */
class SecretsInConfigTest {

    private static final Path DEFAULTS = Path.of("..", "..", "config", "application.yaml");
    private static final String SECRET = "hunter2-%s-0123456789-abcdefghij-ABCDEFGHIJ";
    private static final Pattern SECRET_KEY = Pattern.compile(".*(secret|token|password|[.-]key)");

    @Test
    void noSecretIsShown() throws IOException {
        var keys = new ArrayList<String>();
        collect("", new YAMLMapper().readTree(DEFAULTS.toFile()), keys);
        keys.add("cluster.name");
        assertThat(keys)
                .contains(
                        "auth.default.secret",
                        "auth.default.previous-secret",
                        "postgres.password",
                        "redis.password",
                        "redis.sentinel.password",
                        "kstore.client-secret",
                        "kstore.previous-client-secret",
                        "management.token",
                        "audit.key");
        var environment = new HashMap<String, String>();
        for (var key : keys) {
            var variable =
                    "PLATFORM_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
            environment.put(variable, SECRET.formatted(key));
        }
        environment.put("PLATFORM_KSTORE_URL", "https://store.example/store");
        environment.put(
                "PLATFORM_AUTH_ISSUERS",
                "[{issuer: a, keys: [{algorithm: HS256, secret: %s}]}]".formatted(SECRET.formatted("issuer")));
        environment.put(
                "PLATFORM_BRIDGE_PRINCIPALS",
                "[{name: b, token: %s, previous-token: %s}]"
                        .formatted(SECRET.formatted("token"), SECRET.formatted("previous")));

        var config = AppConfig.read(null, environment);

        var shown = config.settings().toJson();
        assertThat(shown.toString()).doesNotContain("hunter2");
        assertThat(config.toString()).doesNotContain("hunter2");
        assertThat(keys)
                .allSatisfy(
                        key -> assertThat(shown.get(key).get("value").asText()).isEqualTo("***"));
    }

    private static void collect(String prefix, JsonNode node, List<String> secrets) {
        node.properties().forEach(field -> {
            var key = prefix + field.getKey();
            if (field.getValue().isObject()) {
                collect(key + ".", field.getValue(), secrets);
            } else if (SECRET_KEY.matcher(key).matches()) {
                secrets.add(key);
            }
        });
    }
}
