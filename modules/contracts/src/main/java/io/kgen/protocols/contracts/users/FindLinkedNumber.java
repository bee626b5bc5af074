package io.kgen.protocols.contracts.users;

import io.kgen.protocols.contracts.Flattened;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;

/** Finds the linked number of a player. */
public record FindLinkedNumber(@Flattened PlayerId player) {

    public FindLinkedNumber {
        Require.present("player", player);
    }
}
