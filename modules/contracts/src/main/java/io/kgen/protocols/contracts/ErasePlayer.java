package io.kgen.protocols.contracts;

/** Erases all that a module keeps about a player. Asked again, it erases what has come in since, if anything. */
public record ErasePlayer(@Flattened PlayerId player) {

    public ErasePlayer {
        Require.present("player", player);
    }
}
