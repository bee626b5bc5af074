package io.kgen.protocols.contracts.kstore;

import io.kgen.protocols.contracts.Require;

/** Exchanges a one-time code, once, for who the player is; asked by the store that the code was made for. */
public record RedeemCode(String store, String code) {

    public RedeemCode {
        Require.identifier("store", store);
        Require.identifier("code", code);
    }

    @Override
    public String toString() {
        return "RedeemCode[store=" + store + "]";
    }
}
