package io.kgen.protocols.users;

import io.kgen.protocols.contracts.users.LinkedNumber;

/**
 * A player's link as it was after some change.
 *
 * @param version grows with each change of this player's link
 * @param number null if the player has none
 */
record LinkState(long version, LinkedNumber number) {

    /** No number, and no change that we know of. */
    static final LinkState NONE = new LinkState(0, null);

    static LinkState removed(long version) {
        return new LinkState(version, null);
    }

    boolean isLinked() {
        return number != null;
    }
}
