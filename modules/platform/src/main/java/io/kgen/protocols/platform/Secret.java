package io.kgen.protocols.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Text that must not be printed. */
public record Secret(String value) {

    public static final Secret NONE = new Secret("");

    public boolean isEmpty() {
        return value.isEmpty();
    }

    public int bytes() {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    /** By their hashes, which are of one length, so that it takes the same time whatever is given. */
    public boolean is(String given) {
        return MessageDigest.isEqual(Sha256.of(value), Sha256.of(given));
    }

    @Override
    public String toString() {
        return isEmpty() ? "(none)" : "(secret)";
    }
}
