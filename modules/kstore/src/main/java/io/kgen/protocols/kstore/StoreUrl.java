package io.kgen.protocols.kstore;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The configured URL of the store, with or without a code. */
record StoreUrl(String bare) {

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern CODE_PARAMETER = Pattern.compile("(^|&)code(=|&|$)");

    static boolean isUsable(String text) {
        try {
            var url = new URI(text);
            return url.getScheme() != null
                    && SCHEMES.contains(url.getScheme().toLowerCase(Locale.ROOT))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null
                    && (url.getQuery() == null
                            || !CODE_PARAMETER.matcher(url.getQuery()).find());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The characters of a code need no percent-encoding in a query. */
    String with(OneTimeCode code) {
        return bare + separator() + "code=" + code.text();
    }

    private String separator() {
        if (bare.endsWith("?") || bare.endsWith("&")) {
            return "";
        }
        return bare.contains("?") ? "&" : "?";
    }
}
