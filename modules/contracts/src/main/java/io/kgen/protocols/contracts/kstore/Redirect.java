package io.kgen.protocols.contracts.kstore;

/**
 * The URL to which the player is sent.
 *
 * @param url the URL of the store, with a one-time code if the player has a linked number
 */
public record Redirect(String url) {

    /** Without the URL, because a code in a log could be redeemed. */
    @Override
    public String toString() {
        return "Redirect[]";
    }
}
