package io.kgen.protocols.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of a token: nobody can find another token with the same one, and it is a tenth of a token's size. */
record TokenDigest(long first, long second, long third, long fourth) {

    static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    static TokenDigest of(String token, MessageDigest algorithm) {
        var digest = ByteBuffer.wrap(algorithm.digest(token.getBytes(StandardCharsets.UTF_8)));
        return new TokenDigest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    }

    /** Each of its bits is as good as a hash. */
    @Override
    public int hashCode() {
        return (int) first;
    }
}
