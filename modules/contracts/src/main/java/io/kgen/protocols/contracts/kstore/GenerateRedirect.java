package io.kgen.protocols.contracts.kstore;

import io.kgen.protocols.contracts.Flattened;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;

/** Generates the URL at which this player enters the K-Store. */
public record GenerateRedirect(@Flattened PlayerId player) {

    public GenerateRedirect {
        Require.present("player", player);
    }
}
