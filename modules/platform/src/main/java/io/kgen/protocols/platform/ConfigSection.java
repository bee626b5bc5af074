package io.kgen.protocols.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A section of the configuration with typed getters. A value that breaks its rule is reported as a violation, and a valid
 * placeholder is returned, so that all violations are found in one pass.
 */
public final class ConfigSection {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

    private final ConfigSource source;
    private final String prefix;

    ConfigSection(ConfigSource source, String prefix) {
        this.source = source;
        this.prefix = prefix;
    }

    public ConfigSection section(String name) {
        return new ConfigSection(source, prefix + name + ".");
    }

    /** Text that must not be empty. */
    public String text(String name) {
        return read(name, Function.identity(), text -> !text.isBlank(), "must not be empty", "");
    }

    /** Text that may be empty. */
    public String optionalText(String name) {
        return read(name, Function.identity(), text -> true, "", "");
    }

    /** The name or the IP address of a host, and nothing else; an IPv6 address without its brackets. */
    public String host(String name) {
        return read(name, Host::parse, host -> true, Host.RULE, "");
    }

    /** One of the keys of {@code choices}; returns the value of that key. */
    public <T> T oneOf(String name, Map<String, T> choices, T placeholder) {
        var words = choices.keySet().stream().sorted().collect(Collectors.joining(", "));
        return read(name, choices::get, Objects::nonNull, "must be one of " + words, placeholder);
    }

    public boolean bool(String name) {
        return "true"
                .equals(read(
                        name,
                        Function.identity(),
                        List.of("true", "false")::contains,
                        "must be true or false",
                        "false"));
    }

    public int number(String name, int min, int max) {
        return read(
                name, Integer::valueOf, n -> n >= min && n <= max, "must be a number from " + min + " to " + max, min);
    }

    /** A part of a whole: above 0 and at most 1. */
    public double fraction(String name) {
        return read(
                name, Double::valueOf, part -> part > 0 && part <= 1, "must be a number above 0 and at most 1", 1.0);
    }

    public double decimal(String name, int min, int max) {
        return read(
                name, Double::valueOf, n -> n >= min && n <= max, "must be a number from " + min + " to " + max, 0.0);
    }

    /** A TCP port; with 0, the operating system chooses one. */
    public int port(String name) {
        return number(name, 0, 65_535);
    }

    /** A time such as {@code 50ms}, {@code 2s}, {@code 90d}. */
    public Duration duration(String name) {
        return read(
                name,
                ConfigSection::parseDuration,
                d -> !d.isZero(),
                "must be a time such as 50ms, 2s, 5m or 90d",
                Duration.ofSeconds(1));
    }

    /** As {@link #duration}, or zero. */
    public Duration durationOrZero(String name) {
        return read(
                name,
                ConfigSection::parseDuration,
                d -> true,
                "must be a time such as 0s, 50ms, 2s or 5m",
                Duration.ZERO);
    }

    public Secret secret(String name) {
        source.noteSecret(prefix + name);
        return new Secret(optionalText(name));
    }

    /** A YAML list, or text with commas between the items. */
    public List<String> list(String name) {
        var value = source.value(prefix + name);
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
        }
        return Pattern.compile(",")
                .splitAsStream(value.asText(""))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }

    /** A list of mappings: a YAML list, or text that contains one as YAML or JSON. The caller reads the mappings. */
    public JsonNode mappings(String name) {
        var value = source.value(prefix + name);
        var list = value.isTextual() ? ConfigSource.parse(value.asText()) : value;
        if (list.isArray()) {
            return list;
        }
        if (!list.isMissingNode()) {
            reject(name, "must be a list of mappings");
        }
        return MissingNode.getInstance();
    }

    /** A mapping with keys that the operator chooses: a YAML mapping, or text that contains one as YAML or JSON. */
    public Map<String, String> mapping(String name) {
        var value = source.value(prefix + name);
        var mapping = value.isTextual() ? ConfigSource.parse(value.asText()) : value;
        if (!mapping.isObject() && !mapping.isMissingNode()) {
            reject(name, "must be a mapping");
        }
        var entries = new LinkedHashMap<String, String>();
        mapping.properties()
                .forEach(entry -> entries.put(entry.getKey(), entry.getValue().asText("")));
        return entries;
    }

    /** Reads a file that the value of a key names. A file that cannot be read is a violation and returns empty text. */
    public String readFile(String name, String file) {
        return source.readFile(file, prefix + name).orElse("");
    }

    /** Reads the file that the value of a key names; returns empty text if the value is empty. */
    public String readFile(String name) {
        var file = optionalText(name);
        return file.isEmpty() ? "" : readFile(name, file);
    }

    /** All values of the configuration, not only those of this section, with masked secrets; to be called when all are read. */
    public EffectiveConfig effective() {
        return source.effective();
    }

    /** Reports a violation that only the caller can find. */
    public void reject(String name, String rule) {
        source.reject(describe(name) + " " + rule);
    }

    private <T> T read(String name, Function<String, T> parse, Predicate<T> valid, String rule, T placeholder) {
        var value = source.value(prefix + name);
        try {
            if (value.isValueNode()) {
                var parsed = parse.apply(value.isNull() ? "" : value.asText());
                if (valid.test(parsed)) {
                    return parsed;
                }
            }
        } catch (IllegalArgumentException e) {
            // The violation states the rule, not the message of the parser.
        }
        source.reject(describe(name) + " " + (rule.isEmpty() ? "must be text" : rule));
        return placeholder;
    }

    private String describe(String name) {
        return prefix + name + " (" + ConfigSource.variable(prefix + name) + ")";
    }

    private static Duration parseDuration(String text) {
        var match = DURATION.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(text);
        }
        var amount = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
