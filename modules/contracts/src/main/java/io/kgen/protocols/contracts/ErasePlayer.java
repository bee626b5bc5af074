package io.kgen.protocols.contracts;

/** Erases all that a module keeps about a player. Asked again, it erases what has come in since, if anything. */
public record ErasePlayer(String issuer, String userId) {

    public ErasePlayer {
        PlayerId.require(issuer, userId);
    }

    public PlayerId player() {
        return new PlayerId(issuer, userId);
    }
}
