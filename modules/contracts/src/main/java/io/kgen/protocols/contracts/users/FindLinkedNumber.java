package io.kgen.protocols.contracts.users;

import io.kgen.protocols.contracts.PlayerId;

/** Asks for a player's linked number. */
public record FindLinkedNumber(String issuer, String userId) {

    public FindLinkedNumber {
        PlayerId.require(issuer, userId);
    }

    public PlayerId player() {
        return new PlayerId(issuer, userId);
    }
}
