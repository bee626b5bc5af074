package io.kgen.protocols.gateway.bodies;

import java.util.Locale;
import java.util.Set;

/** Recognizes every notation of JSON in UTF-8 as {@code Content-Type} (RFC 9110, 8.3.1). */
final class MediaType {

    private static final String JSON = "application/json";
    private static final Set<String> UTF_8 = Set.of("utf-8", "utf8");
    private static final int UNCLOSED = -1;

    private MediaType() {}

    static boolean isJson(String contentType) {
        if (contentType == null) {
            return false;
        }
        return contentType.equals(JSON)
                || (contentType.regionMatches(true, 0, JSON, 0, JSON.length())
                        && areJsonParameters(
                                contentType.substring(JSON.length()).strip()));
    }

    /** Any parameters except another charset; an empty parameter is ignored. */
    private static boolean areJsonParameters(String parameters) {
        for (var start = 0; start < parameters.length(); ) {
            if (parameters.charAt(start) != ';') {
                return false;
            }
            var end = endOfParameter(parameters, start + 1);
            if (end == UNCLOSED || !isJsonParameter(parameters.substring(start + 1, end))) {
                return false;
            }
            start = end;
        }
        return true;
    }

    /** The next semicolon outside of quotes. */
    private static int endOfParameter(String parameters, int start) {
        var quoted = false;
        for (var i = start; i < parameters.length(); i++) {
            switch (parameters.charAt(i)) {
                case '"' -> quoted = !quoted;
                case '\\' -> i += quoted ? 1 : 0;
                case ';' -> {
                    if (!quoted) {
                        return i;
                    }
                }
                default -> {}
            }
        }
        return quoted ? UNCLOSED : parameters.length();
    }

    private static boolean isJsonParameter(String parameter) {
        var equals = parameter.indexOf('=');
        var name = equals < 0 ? parameter : parameter.substring(0, equals);
        return !name.strip().equalsIgnoreCase("charset")
                || (equals >= 0 && UTF_8.contains(unquoted(parameter.substring(equals + 1))));
    }

    private static String unquoted(String value) {
        var text = value.strip();
        var isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return (isQuoted ? text.substring(1, text.length() - 1).replace("\\", "") : text).toLowerCase(Locale.ROOT);
    }
}
