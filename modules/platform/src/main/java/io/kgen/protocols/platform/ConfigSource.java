package io.kgen.protocols.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The values of the configuration before they are typed, each under its dotted key ({@code http.port}).
 *
 * <p>The built-in {@code application.yaml} names every key and gives its default; an operator's file and then the
 * environment ({@code PLATFORM_HTTP_PORT}; {@code PLATFORM_HTTP_PORT_FILE} names a file that holds the value) override it.
 * Faults are collected, so that an operator sees all of them at once.
 */
public final class ConfigSource {

    private static final String PREFIX = "PLATFORM_";
    private static final String FROM_FILE = "_FILE";
    /** Read by the launcher before there are settings. */
    private static final String CONFIG_FILE = PREFIX + "CONFIG";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    private ConfigSource() {}

    /**
     * Reads the defaults, then the operator's file if there is one, then the environment.
     *
     * @param file the operator's file, or null
     */
    public static ConfigSource read(InputStream defaults, Path file, Map<String, String> environment) {
        var settings = new ConfigSource();
        settings.flatten("", builtIn(defaults), settings.values);
        if (file != null) {
            settings.overrideFrom(file);
        }
        settings.overrideFrom(environment);
        return settings;
    }

    /**
     * Types the settings by a function that reads each key it needs.
     *
     * @throws ConfigException with every fault of the sources and of the typing
     */
    public <T> T as(Function<ConfigSection, T> type) {
        var typed = type.apply(new ConfigSection(this, ""));
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        return typed;
    }

    /** The value of a key that the built-in file must name. */
    JsonNode value(String key) {
        var value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("application.yaml does not name " + key);
        }
        return value;
    }

    void fault(String fault) {
        faults.add(fault);
    }

    static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private void overrideFrom(Path file) {
        var found = new LinkedHashMap<String, JsonNode>();
        try (var in = Files.newInputStream(file)) {
            var tree = YAML.readTree(in);
            if (tree.isObject() || tree.isMissingNode() || tree.isNull()) {
                flatten("", tree, found);
            } else {
                fault(file + " must be a mapping");
            }
        } catch (JsonProcessingException e) {
            fault(file + " is not valid YAML at line " + e.getLocation().getLineNr());
        } catch (IOException e) {
            fault(file + " cannot be read");
        }
        found.forEach((key, value) -> override(key, value, file + ": " + key + " is not a known key"));
    }

    private void overrideFrom(Map<String, String> environment) {
        var keys = new TreeMap<String, String>();
        values.keySet().forEach(key -> keys.put(variable(key), key));
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !name.equals(CONFIG_FILE)) {
                overrideFrom(keys, name, value);
            }
        });
    }

    private void overrideFrom(Map<String, String> keys, String name, String value) {
        if (keys.containsKey(name)) {
            values.put(keys.get(name), YAML.getNodeFactory().textNode(value));
            return;
        }
        var key = name.endsWith(FROM_FILE) ? keys.get(name.substring(0, name.length() - FROM_FILE.length())) : null;
        if (key == null) {
            fault(name + " is not a known environment variable");
            return;
        }
        contentOf(value, name)
                .ifPresent(text -> values.put(key, YAML.getNodeFactory().textNode(text)));
    }

    Optional<String> contentOf(String file, String asked) {
        try {
            return Optional.of(Files.readString(Path.of(file)).stripTrailing());
        } catch (IOException | InvalidPathException e) {
            fault(asked + ": " + file + " cannot be read");
            return Optional.empty();
        }
    }

    private void override(String key, JsonNode value, String unknown) {
        if (values.containsKey(key)) {
            values.put(key, value);
        } else {
            fault(unknown);
        }
    }

    private void flatten(String prefix, JsonNode node, Map<String, JsonNode> into) {
        node.properties().forEach(field -> {
            var key = prefix + field.getKey();
            if (field.getValue().isObject()) {
                flatten(key + ".", field.getValue(), into);
            } else {
                into.put(key, field.getValue());
            }
        });
    }

    /** Null's node for text that is no YAML: what it is may be a secret, so nothing is said about it. */
    static JsonNode parse(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (JsonProcessingException e) {
            return YAML.getNodeFactory().nullNode();
        }
    }

    private static JsonNode builtIn(InputStream yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
