package io.kgen.protocols.gateway;

import io.kgen.protocols.platform.ConfigSection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The web pages that may call from a browser.
 *
 * @param origins as browsers write them (RFC 6454); with {@code *.} before a host for any one label, or {@code *} for all
 * @param headers further request headers that pages may send, in lower case
 */
public record CorsConfig(Set<String> origins, Set<String> headers) {

    private static final String LABELS = "[a-z0-9_-]+(\\.[a-z0-9_-]+)*";
    private static final Pattern ORIGIN = Pattern.compile("\\*|file://|[a-z][a-z0-9+.-]*://(" + LABELS + "|\\*\\."
            + LABELS + "|\\[[0-9a-f:]+(\\.\\d+){0,3}])(:\\d{1,5})?");
    private static final Pattern HEADER = Pattern.compile("[a-z0-9!#$%&'+.^_`|~-]+");
    private static final Map<String, String> DEFAULT_PORTS = Map.of("http:", ":80", "https:", ":443");

    static CorsConfig read(ConfigSection cors) {
        var origins = cors.list("origins").stream().map(CorsConfig::normalize).collect(Collectors.toSet());
        if (!origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches())) {
            cors.reject(
                    "origins",
                    "must be origins as in https://play.example.com, https://*.example.com or capacitor://localhost,"
                            + " without a path, or *");
        }
        var headers = cors.list("headers").stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        if (!headers.stream().allMatch(name -> HEADER.matcher(name).matches())) {
            cors.reject("headers", "must be names of headers");
        }
        return new CorsConfig(Set.copyOf(origins), Set.copyOf(headers));
    }

    /** In lower case, and without a port that the scheme implies. */
    private static String normalize(String origin) {
        var lower = origin.toLowerCase(Locale.ROOT);
        var port = DEFAULT_PORTS.get(lower.substring(0, lower.indexOf(':') + 1));
        return port != null && lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }
}
