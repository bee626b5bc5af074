package io.kgen.protocols.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 hashes. Each thread keeps an instance, because finding the algorithm costs as much as hashing a short text. */
public final class Sha256 {

    private static final ThreadLocal<MessageDigest> OF_THREAD = ThreadLocal.withInitial(Sha256::algorithm);

    private Sha256() {}

    /** Returns the 32 bytes of the hash. */
    public static byte[] of(byte[] bytes) {
        return OF_THREAD.get().digest(bytes);
    }

    /** Hashes the UTF-8 encoding. */
    public static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
