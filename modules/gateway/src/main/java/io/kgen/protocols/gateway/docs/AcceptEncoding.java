package io.kgen.protocols.gateway.docs;

import java.util.List;
import java.util.Locale;

/** Evaluates {@code Accept-Encoding} for gzip (RFC 9110, 12.5.3). */
final class AcceptEncoding {

    private static final double UNSPECIFIED = -1;

    private AcceptEncoding() {}

    /** Whether the client accepts gzip and does not prefer uncompressed bytes. */
    static boolean allowsGzip(List<String> headers) {
        var gzip = UNSPECIFIED;
        var any = UNSPECIFIED;
        var identity = UNSPECIFIED;
        for (var header : headers) {
            for (var element : header.toLowerCase(Locale.ROOT).split(",", -1)) {
                var coding = element.split(";", 2);
                var quality = coding.length == 1 ? 1 : quality(coding[1]);
                switch (coding[0].strip()) {
                    case "gzip", "x-gzip" -> gzip = Math.max(gzip, quality);
                    case "identity" -> identity = quality;
                    case "*" -> any = quality;
                    default -> {}
                }
            }
        }
        var ofGzip = gzip == UNSPECIFIED ? any : gzip;
        return ofGzip > 0 && ofGzip >= identity;
    }

    /** Zero for an invalid quality: uncompressed bytes are always readable. */
    private static double quality(String parameter) {
        var text = parameter.strip();
        try {
            return text.startsWith("q=") ? Double.parseDouble(text.substring(2)) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
