package io.kgen.protocols.contracts.kstore;

import io.kgen.protocols.contracts.Flattened;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;

/** Asks for the address at which the K-Store welcomes this player. */
public record GenerateRedirect(@Flattened PlayerId player) {

    public GenerateRedirect {
        Require.present("player", player);
    }
}
