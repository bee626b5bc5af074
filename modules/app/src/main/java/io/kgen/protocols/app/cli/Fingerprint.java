package io.kgen.protocols.app.cli;

import io.kgen.protocols.platform.Sha256;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Tells keys apart without showing them. */
final class Fingerprint {

    private static final Pattern PEM = Pattern.compile("-----BEGIN [A-Z ]+-----(.*?)-----END", Pattern.DOTALL);
    /** Enough to tell keys apart, and too little to verify a guess of a secret with certainty. */
    private static final int BYTES = 6;

    private Fingerprint() {}

    /** Of the bytes in a PEM text, as {@code openssl pkey -pubin -outform DER | sha256sum} begins, otherwise of the text. */
    static String of(String material) {
        var pem = PEM.matcher(material);
        var hash = pem.find() ? Sha256.of(Base64.getMimeDecoder().decode(pem.group(1))) : Sha256.of(material);
        return HexFormat.of().formatHex(hash, 0, BYTES);
    }
}
