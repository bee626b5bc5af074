package io.kgen.protocols.kstore;

import io.kgen.protocols.platform.Sha256;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that identifies its bearer once. Only its hash and an HMAC that it is the key of are stored. */
record OneTimeCode(String text) {

    private static final int RANDOM_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** 192 random bits in 32 characters. */
    static OneTimeCode random() {
        var bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return new OneTimeCode(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Without salt and with a fast hash: the text is random, so it cannot be guessed. */
    Buffer hash() {
        return Buffer.buffer(Sha256.of(text));
    }

    /** An HMAC of the number with this code as the key, so that it can be verified with both of them only. */
    Buffer phoneHmac(String linkedPhone) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(), "HmacSHA256"));
            return Buffer.buffer(mac.doFinal(linkedPhone.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "OneTimeCode[]";
    }
}
