package io.kgen.protocols.users;

import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import java.time.Instant;

/**
 * A player's link after a change.
 *
 * @param version grows with each change of this player's link
 * @param number null if the player has none
 * @param change the change of the number, if this is the result of a write that changed it; else null
 */
record VersionedLink(long version, LinkedNumber number, LinkChange change) {

    /** No number, and no known change. */
    static final VersionedLink NONE = new VersionedLink(0, null);

    /** The result of a read. */
    VersionedLink(long version, LinkedNumber number) {
        this(version, number, null);
    }

    static VersionedLink removed(long version, Instant at) {
        return new VersionedLink(version, null, new LinkChange(LinkedNumberChanged.Change.UNLINKED, at));
    }

    boolean isLinked() {
        return number != null;
    }
}
