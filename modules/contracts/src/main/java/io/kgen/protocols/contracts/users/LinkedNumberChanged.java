package io.kgen.protocols.contracts.users;

import io.kgen.protocols.contracts.JsonName;
import io.kgen.protocols.contracts.PlayerId;
import java.time.Instant;

/**
 * The linked number of a player was changed or removed. The number itself is not published; read it with {@link
 * FindLinkedNumber}.
 *
 * @param at the time of the change, by the clock of the database
 */
public record LinkedNumberChanged(String issuer, String userId, Change change, Instant at) {

    /** The kind of the change. */
    public enum Change implements JsonName {
        /** The player had no number before. */
        LINKED,
        /** The player had another number before. */
        REPLACED,
        UNLINKED,
        /** All data of the player was erased, the number included. Subscribers should erase their data, too. */
        ERASED
    }

    public LinkedNumberChanged(PlayerId player, Change change, Instant at) {
        this(player.issuer(), player.userId(), change, at);
    }

    public PlayerId player() {
        return new PlayerId(issuer, userId);
    }
}
