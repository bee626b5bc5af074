package io.kgen.protocols.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The values that a process uses, each with the place where it was set. Secrets are {@value SecretMask#MASK}, so that the
 * whole may be printed.
 */
public record EffectiveConfig(List<Setting> settings) {

    public EffectiveConfig {
        settings = List.copyOf(settings);
    }

    /** Where a value was set; a later source overrides an earlier one. */
    public enum Source {
        DEFAULT("default"),
        FILE("file"),
        ENVIRONMENT("environment"),
        SECRET_FILE("secret file");

        private final String text;

        Source(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * The origin of a value.
     *
     * @param name the path of the file, the name of the environment variable, or both for a secret file; empty for a default
     */
    public record Origin(Source source, String name) {

        static final Origin DEFAULT = new Origin(Source.DEFAULT, "");
    }

    /**
     * One value.
     *
     * @param key as in the configuration file, with dots: {@code http.port}
     * @param value a scalar or a list, without its secrets
     */
    public record Setting(String key, JsonNode value, Origin origin) {}

    /** The setting of a key, which must exist. */
    public Setting get(String key) {
        return settings.stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    /** These settings, with some of another reading of the same keys. */
    public EffectiveConfig with(EffectiveConfig other, Predicate<String> keys) {
        var theirs = other.settings.stream().collect(Collectors.toMap(Setting::key, Function.identity()));
        return new EffectiveConfig(settings.stream()
                .map(setting -> keys.test(setting.key()) ? theirs.get(setting.key()) : setting)
                .toList());
    }

    /** An object with a member for each key: {@code "http.port":{"value":8080,"source":"default"}}. */
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        for (var setting : settings) {
            var entry = json.putObject(setting.key());
            entry.set("value", setting.value());
            entry.put("source", setting.origin().source().toString());
            if (!setting.origin().name().isEmpty()) {
                entry.put("name", setting.origin().name());
            }
        }
        return json;
    }
}
