package io.kgen.protocols.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A text that must never be printed; {@link #toString()} hides it. */
public record Secret(String value) {

    public static final Secret NONE = new Secret("");

    public boolean isEmpty() {
        return value.isEmpty();
    }

    /** The length of its UTF-8 encoding. */
    public int byteLength() {
        return value.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Compares the hashes, which have equal lengths, so that the time does not depend on the candidate. */
    public boolean matches(String candidate) {
        return MessageDigest.isEqual(Sha256.of(value), Sha256.of(candidate));
    }

    @Override
    public String toString() {
        return isEmpty() ? "(none)" : "(secret)";
    }
}
