package io.kgen.protocols.contracts.users;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a player's linked number. */
public enum LinkedNumberChange {
    /** The player had none before. */
    LINKED,
    /** The player had another one before. */
    REPLACED,
    UNLINKED,
    /** The number is gone because all that is known of the player is erased; listeners do well to do the same. */
    ERASED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
