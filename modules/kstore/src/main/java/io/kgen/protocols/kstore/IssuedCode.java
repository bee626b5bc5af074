package io.kgen.protocols.kstore;

import io.kgen.protocols.contracts.PlayerId;
import io.vertx.core.buffer.Buffer;

/**
 * The stored form of a one-time code.
 *
 * @param store the only store that can redeem it
 * @param phoneHmac of the number that was linked when the code was issued
 */
record IssuedCode(Buffer hash, PlayerId player, String store, Buffer phoneHmac) {

    static IssuedCode of(OneTimeCode code, PlayerId player, String store, String linkedPhone) {
        return new IssuedCode(code.hash(), player, store, code.phoneHmac(linkedPhone));
    }

    boolean wasIssuedFor(String linkedPhone, OneTimeCode code) {
        return phoneHmac.equals(code.phoneHmac(linkedPhone));
    }

    @Override
    public String toString() {
        return "IssuedCode[player=" + player + ", store=" + store + "]";
    }
}
