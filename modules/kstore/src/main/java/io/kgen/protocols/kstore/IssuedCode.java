package io.kgen.protocols.kstore;

import io.kgen.protocols.contracts.PlayerId;
import io.vertx.core.buffer.Buffer;

/**
 * What is kept of a code.
 *
 * @param store the only one that can redeem it
 * @param seal of the number that was linked when the code was made
 */
record IssuedCode(Buffer hash, PlayerId player, String store, Buffer seal) {

    static IssuedCode of(OneTimeCode code, PlayerId player, String store, String linkedPhone) {
        return new IssuedCode(code.hash(), player, store, code.seal(linkedPhone));
    }

    boolean wasMadeFor(String linkedPhone, OneTimeCode code) {
        return seal.equals(code.seal(linkedPhone));
    }

    @Override
    public String toString() {
        return "IssuedCode[player=" + player + ", store=" + store + "]";
    }
}
