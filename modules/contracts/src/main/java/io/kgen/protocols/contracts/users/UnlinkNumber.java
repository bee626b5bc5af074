package io.kgen.protocols.contracts.users;

import io.kgen.protocols.contracts.PlayerId;

/** Takes a player's linked number away. */
public record UnlinkNumber(String issuer, String userId) {

    public UnlinkNumber {
        PlayerId.require(issuer, userId);
    }

    public PlayerId player() {
        return new PlayerId(issuer, userId);
    }
}
