package io.kgen.protocols.contracts.kstore;

import io.kgen.protocols.contracts.Require;

/** Exchanges a one-time code for the identity of the player, once; called by the store for which the code was issued. */
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
