package io.kgen.protocols.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A part of the settings, read by typed getters. A bad value is noted as a fault and answered with a stand-in. */
public final class ConfigSection {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h|d)");

    private final ConfigSource settings;
    private final String prefix;

    ConfigSection(ConfigSource settings, String prefix) {
        this.settings = settings;
        this.prefix = prefix;
    }

    public ConfigSection section(String name) {
        return new ConfigSection(settings, prefix + name + ".");
    }

    /** Text that must not be empty. */
    public String text(String name) {
        return read(name, Function.identity(), text -> !text.isBlank(), "must not be empty", "");
    }

    public String optionalText(String name) {
        return read(name, Function.identity(), text -> true, "", "");
    }

    /** The name or the IP address of a host, and nothing else; an IPv6 address without its brackets. */
    public String host(String name) {
        return read(name, Host::parse, host -> true, Host.RULE, "");
    }

    /** One of a few words, each with what it stands for. */
    public <T> T oneOf(String name, Map<String, T> choices, T standIn) {
        var words = choices.keySet().stream().sorted().collect(Collectors.joining(", "));
        return read(name, choices::get, Objects::nonNull, "must be one of " + words, standIn);
    }

    public boolean flag(String name) {
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

    /** A TCP port; 0 lets the system choose one. */
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

    public Secret secret(String name) {
        return new Secret(optionalText(name));
    }

    /** A list, in YAML's form or as text with commas. */
    public List<String> list(String name) {
        var value = settings.value(prefix + name);
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

    /** A list of mappings, in YAML's form or as text that is YAML or JSON, left to the caller to read. */
    public JsonNode tree(String name) {
        var value = settings.value(prefix + name);
        var list = value.isTextual() ? ConfigSource.parse(value.asText()) : value;
        if (list.isArray()) {
            return list;
        }
        if (!list.isMissingNode()) {
            fault(name, "must be a list of mappings");
        }
        return MissingNode.getInstance();
    }

    /** The content of a file that a value names; a file that cannot be read is a fault, and its content empty. */
    public String contentOf(String name, String file) {
        return settings.contentOf(file, prefix + name).orElse("");
    }

    /** The content of the file that a value names; empty if it names none. */
    public String contentOfFile(String name) {
        var file = optionalText(name);
        return file.isEmpty() ? "" : contentOf(name, file);
    }

    /** Notes what only the caller can see to be wrong. */
    public void fault(String name, String rule) {
        settings.fault(named(name) + " " + rule);
    }

    private <T> T read(String name, Function<String, T> parse, Predicate<T> valid, String rule, T standIn) {
        var value = settings.value(prefix + name);
        try {
            if (value.isValueNode()) {
                var parsed = parse.apply(value.isNull() ? "" : value.asText());
                if (valid.test(parsed)) {
                    return parsed;
                }
            }
        } catch (IllegalArgumentException e) {
            // The rule says it better than the parser.
        }
        settings.fault(named(name) + " " + (rule.isEmpty() ? "must be text" : rule));
        return standIn;
    }

    private String named(String name) {
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
