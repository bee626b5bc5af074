package io.kgen.protocols.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kgen.protocols.platform.EffectiveConfig.Origin;
import io.kgen.protocols.platform.EffectiveConfig.Setting;
import io.kgen.protocols.platform.EffectiveConfig.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The untyped values of the configuration, each with its dotted key ({@code http.port}).
 *
 * <p>The built-in {@code application.yaml} contains every key with its default. An operator's file overrides it, and the
 * environment overrides both: {@code PLATFORM_HTTP_PORT} is a value, {@code PLATFORM_HTTP_PORT_FILE} the name of a file that
 * contains the value. Violations are collected, so that an operator sees all of them at once.
 */
public final class ConfigSource {

    private static final String PREFIX = "PLATFORM_";
    private static final String FILE_SUFFIX = "_FILE";
    /** The launcher reads this variable; it is not a key of the configuration. */
    private static final String CONFIG_FILE = PREFIX + "CONFIG";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    /** Of the values that override a default. */
    private final Map<String, Origin> origins = new HashMap<>();
    /** The keys with a list or a mapping as their default. */
    private final Set<String> containers = new HashSet<>();
    /** The keys that were read as a secret. */
    private final Set<String> secrets = new HashSet<>();

    private final List<String> violations = new ArrayList<>();
    private final Map<Path, String> digests = new HashMap<>();
    /** By the key that names the file. */
    private final Map<String, String> contents = new HashMap<>();

    private ConfigSource() {}

    /**
     * Reads the defaults, then the operator's file if there is one, then the environment.
     *
     * @param file the operator's file, or null
     */
    public static ConfigSource read(InputStream defaults, Path file, Map<String, String> environment) {
        var source = new ConfigSource();
        source.flatten("", builtIn(defaults), source.values);
        source.values.forEach((key, value) -> {
            if (value.isContainerNode()) {
                source.containers.add(key);
            }
        });
        if (file != null) {
            source.overrideFrom(file);
        }
        source.overrideFrom(environment);
        return source;
    }

    /**
     * Reads the configuration into a typed record by a function that reads each key it needs.
     *
     * @throws ConfigException with all violations of the sources and of the typed values
     */
    public <T> T bind(Function<ConfigSection, T> type) {
        var typed = type.apply(new ConfigSection(this, ""));
        if (!violations.isEmpty()) {
            throw new ConfigException(violations);
        }
        return typed;
    }

    /** The files that were read until now, also those that cannot be read or are not valid. */
    public ConfigFiles files() {
        return new ConfigFiles(digests);
    }

    /** Whether a known key has no value. */
    public boolean isEmpty(String key) {
        return value(key).asText().isEmpty();
    }

    /** The keys whose value, or whose file, has another content there, in alphabetical order. */
    public Set<String> changedKeys(ConfigSource other) {
        var changed = new TreeSet<String>();
        addDifferences(values, other.values, changed);
        addDifferences(contents, other.contents, changed);
        return changed;
    }

    private static <V> void addDifferences(Map<String, V> one, Map<String, V> other, Set<String> into) {
        Stream.concat(one.keySet().stream(), other.keySet().stream())
                .filter(key -> !Objects.equals(one.get(key), other.get(key)))
                .forEach(into::add);
    }

    /** The value of a key, which the built-in file must contain. */
    JsonNode value(String key) {
        var value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("application.yaml does not contain " + key);
        }
        return value;
    }

    void noteSecret(String key) {
        secrets.add(key);
    }

    EffectiveConfig effective() {
        return new EffectiveConfig(values.entrySet().stream()
                .map(entry -> setting(entry.getKey(), entry.getValue()))
                .toList());
    }

    private Setting setting(String key, JsonNode value) {
        var shown =
                secrets.contains(key) ? SecretMask.mask(value) : SecretMask.apply(key, value, containers.contains(key));
        return new Setting(key, shown, origins.getOrDefault(key, Origin.DEFAULT));
    }

    void reject(String violation) {
        violations.add(violation);
    }

    static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private void overrideFrom(Path file) {
        var found = new LinkedHashMap<String, JsonNode>();
        try {
            var tree = YAML.readTree(bytes(file));
            if (tree.isObject() || tree.isMissingNode() || tree.isNull()) {
                flatten("", tree, found);
            } else {
                reject(file + " must be a mapping");
            }
        } catch (JsonProcessingException e) {
            reject(file + " is not valid YAML at line " + e.getLocation().getLineNr());
        } catch (IOException e) {
            reject(file + " cannot be read");
        }
        var origin = new Origin(Source.FILE, file.toString());
        found.forEach((key, value) -> {
            if (values.containsKey(key)) {
                override(key, value, origin);
            } else {
                reject(file + ": " + key + " is not a known key");
            }
        });
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
            override(keys.get(name), YAML.getNodeFactory().textNode(value), new Origin(Source.ENVIRONMENT, name));
            return;
        }
        var key = name.endsWith(FILE_SUFFIX) ? keys.get(name.substring(0, name.length() - FILE_SUFFIX.length())) : null;
        if (key == null) {
            reject(name + " is not a known environment variable");
            return;
        }
        var origin = new Origin(Source.SECRET_FILE, value + " (" + name + ")");
        read(value, name).ifPresent(text -> override(key, YAML.getNodeFactory().textNode(text), origin));
    }

    /** @param key the key that names the file */
    Optional<String> readFile(String file, String key) {
        var text = read(file, key);
        contents.put(key, text.map(ConfigFiles::digest).orElse(ConfigFiles.UNREADABLE));
        return text;
    }

    /** @param name the key or the environment variable that names the file */
    private Optional<String> read(String file, String name) {
        try {
            var utf8 = ByteBuffer.wrap(bytes(Path.of(file)));
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(utf8).toString().stripTrailing());
        } catch (IOException | InvalidPathException e) {
            reject(name + ": " + file + " cannot be read");
            return Optional.empty();
        }
    }

    private byte[] bytes(Path file) throws IOException {
        digests.put(file, ConfigFiles.UNREADABLE);
        var bytes = Files.readAllBytes(file);
        digests.put(file, ConfigFiles.digest(bytes));
        return bytes;
    }

    private void override(String key, JsonNode value, Origin origin) {
        values.put(key, value);
        origins.put(key, origin);
    }

    private void flatten(String prefix, JsonNode node, Map<String, JsonNode> into) {
        node.properties().forEach(field -> {
            var key = prefix + field.getKey();
            if (field.getValue().isObject() && !isFreeMapping(key, field.getValue(), into)) {
                flatten(key + ".", field.getValue(), into);
            } else {
                into.put(key, field.getValue());
            }
        });
    }

    /** An empty mapping in the built-in file may have any keys; as a whole, it is the value of its own key. */
    private boolean isFreeMapping(String key, JsonNode mapping, Map<String, JsonNode> into) {
        return into == values
                ? mapping.isEmpty()
                : values.containsKey(key) && value(key).isObject();
    }

    /** Returns a null node for text that is not YAML; no error quotes the text, because it may contain a secret. */
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
