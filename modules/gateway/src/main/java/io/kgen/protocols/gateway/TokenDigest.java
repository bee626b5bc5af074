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

    /** Written out, because a record's own is too slow for what every request asks for. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TokenDigest that
                && first == that.first
                && second == that.second
                && third == that.third
                && fourth == that.fourth;
    }

    /** Each of its bits is as good as a hash. */
    @Override
    public int hashCode() {
        return (int) first;
    }
}
