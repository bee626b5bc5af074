package io.kgen.protocols.contracts.users;

import io.kgen.protocols.contracts.Flattened;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;

/** Takes a player's linked number away. */
public record UnlinkNumber(@Flattened PlayerId player) {

    public UnlinkNumber {
        Require.present("player", player);
    }
}
