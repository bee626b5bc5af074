package io.kgen.protocols.kstore;

import io.kgen.protocols.platform.Sha256;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A secret that says, once, who its bearer is. Only its hash and what it seals are ever stored. */
record OneTimeCode(String text) {

    private static final int RANDOM_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** 192 random bits in 32 letters. */
    static OneTimeCode random() {
        var bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return new OneTimeCode(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Random text needs no salt and no slow hash. */
    Buffer hash() {
        return Buffer.buffer(Sha256.of(text));
    }

    /** What only a bearer of this code can compute again, and only from the same number. */
    Buffer seal(String linkedPhone) {
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
