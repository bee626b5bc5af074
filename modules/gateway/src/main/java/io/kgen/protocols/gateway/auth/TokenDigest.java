package io.kgen.protocols.gateway.auth;

import io.kgen.protocols.platform.Sha256;
import java.nio.ByteBuffer;

/** The SHA-256 of a token: nobody can find another token with the same one, and it is a tenth of a token's size. */
record TokenDigest(long first, long second, long third, long fourth) {

    static TokenDigest of(String token) {
        var digest = ByteBuffer.wrap(Sha256.of(token));
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
