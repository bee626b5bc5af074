package io.kgen.protocols.contracts.users;

import io.kgen.protocols.contracts.Flattened;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;

/** Removes the linked number of a player. */
public record UnlinkNumber(@Flattened PlayerId player) {

    public UnlinkNumber {
        Require.present("player", player);
    }
}
