package io.kgen.protocols.contracts;

/** Erases all data of a player in one module. Repeated, it erases the data that was stored since. */
public record ErasePlayer(@Flattened PlayerId player) {

    public ErasePlayer {
        Require.present("player", player);
    }
}
