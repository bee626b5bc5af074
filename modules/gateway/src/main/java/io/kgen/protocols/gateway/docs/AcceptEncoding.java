package io.kgen.protocols.gateway.docs;

import java.util.List;
import java.util.Locale;

/** What a client says of gzip in {@code Accept-Encoding} (RFC 9110, 12.5.3). */
final class AcceptEncoding {

    private static final double UNSAID = -1;

    private AcceptEncoding() {}

    /** Whether it takes gzip and does not prefer the plain bytes. */
    static boolean allowsGzip(List<String> headers) {
        var gzip = UNSAID;
        var any = UNSAID;
        var identity = UNSAID;
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
        var ofGzip = gzip == UNSAID ? any : gzip;
        return ofGzip > 0 && ofGzip >= identity;
    }

    /** None for what is no quality: better plain bytes than ones that cannot be read. */
    private static double quality(String parameter) {
        var text = parameter.strip();
        try {
            return text.startsWith("q=") ? Double.parseDouble(text.substring(2)) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
