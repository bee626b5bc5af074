package io.kgen.protocols.contracts.kstore;

import io.kgen.protocols.contracts.PlayerId;

/** Asks for the address at which the K-Store welcomes this player. */
public record GenerateRedirect(String issuer, String userId) {

    public GenerateRedirect {
        PlayerId.require(issuer, userId);
    }

    public PlayerId player() {
        return new PlayerId(issuer, userId);
    }
}
