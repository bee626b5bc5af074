package io.kgen.protocols.platform;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256. Each thread keeps an instance, because looking the algorithm up costs as much as a short text. */
public final class Sha256 {

    private static final ThreadLocal<MessageDigest> OF_THREAD = ThreadLocal.withInitial(Sha256::algorithm);

    private Sha256() {}

    /** In 32 bytes. */
    public static byte[] of(byte[] bytes) {
        return OF_THREAD.get().digest(bytes);
    }

    /** Of its UTF-8. */
    public static byte[] of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
