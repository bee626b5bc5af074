package io.kgen.protocols.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.regex.Pattern;

/**
 * Replaces the secrets in a value of the configuration. A value is secret if its key says so, also inside of a list of
 * mappings; the names of files with secrets are not.
 */
final class SecretMask {

    static final String MASK = "***";

    private static final TextNode MASKED = TextNode.valueOf(MASK);

    private static final Pattern SECRET_KEY =
            Pattern.compile("(?:.*[.-])?(?:secret|token|password|passphrase|credential|(?<!public-)key)");

    /** User and password in a URL. */
    private static final Pattern USER_INFO = Pattern.compile("//[^/?#\\s]*@");

    private SecretMask() {}

    /**
     * Masks a value.
     *
     * @param key the whole key of the value, or the last part of it
     * @param isContainer whether the key has a list or a mapping, which may be written as text
     */
    static JsonNode apply(String key, JsonNode value, boolean isContainer) {
        return value.isTextual() && isContainer ? parsed(key, value) : apply(key, value);
    }

    /** The secrets in mappings are found only if the text is parsed. */
    private static JsonNode parsed(String key, JsonNode text) {
        var parsed = ConfigSource.parse(text.asText());
        return parsed.isNull() ? MASKED : apply(key, parsed.isContainerNode() ? parsed : text);
    }

    private static JsonNode apply(String key, JsonNode value) {
        if (value.isObject()) {
            var masked = JsonNodeFactory.instance.objectNode();
            value.properties().forEach(field -> masked.set(field.getKey(), apply(field.getKey(), field.getValue())));
            return masked;
        }
        if (value.isArray()) {
            var masked = JsonNodeFactory.instance.arrayNode(value.size());
            value.forEach(item -> masked.add(apply(key, item)));
            return masked;
        }
        return isSecret(key) ? mask(value) : withoutUserInfo(value);
    }

    private static boolean isSecret(String key) {
        return SECRET_KEY.matcher(key).matches();
    }

    /** An empty secret is not set, which is worth knowing. */
    static JsonNode mask(JsonNode value) {
        var isEmpty = value.isNull() || (value.isTextual() && value.asText().isEmpty());
        return isEmpty ? TextNode.valueOf("") : MASKED;
    }

    private static JsonNode withoutUserInfo(JsonNode value) {
        return value.isTextual()
                ? TextNode.valueOf(USER_INFO.matcher(value.asText()).replaceAll("//" + MASK + "@"))
                : value;
    }
}
