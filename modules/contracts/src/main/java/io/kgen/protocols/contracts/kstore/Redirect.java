package io.kgen.protocols.contracts.kstore;

/**
 * Where to send the player.
 *
 * @param url the store's address, with a one-time code if the player has a linked number
 */
public record Redirect(String url) {

    /** The address without its code: whoever reads a log must not be able to redeem it. */
    @Override
    public String toString() {
        return "Redirect[]";
    }
}
