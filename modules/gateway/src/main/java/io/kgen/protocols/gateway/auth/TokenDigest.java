package io.kgen.protocols.gateway.auth;

import io.kgen.protocols.platform.Sha256;
import java.nio.ByteBuffer;

/** The SHA-256 of a token: identifies the token in a tenth of its size, because collisions cannot be found. */
record TokenDigest(long first, long second, long third, long fourth) {

    static TokenDigest of(String token) {
        var digest = ByteBuffer.wrap(Sha256.of(token));
        return new TokenDigest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    }

    /** Written out, because the generated method of a record is too slow for every request. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TokenDigest that
                && first == that.first
                && second == that.second
                && third == that.third
                && fourth == that.fourth;
    }

    /** SHA-256 output is uniform, so any 32 bits serve. */
    @Override
    public int hashCode() {
        return (int) first;
    }
}
