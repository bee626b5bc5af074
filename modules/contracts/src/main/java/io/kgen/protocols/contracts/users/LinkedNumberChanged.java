package io.kgen.protocols.contracts.users;

import io.kgen.protocols.contracts.PlayerId;
import java.time.Instant;

/**
 * A player's linked number is another one, or none any more. Which number it is, only {@link FindLinkedNumber} tells.
 *
 * @param at when, by the clock of the database
 */
public record LinkedNumberChanged(String issuer, String userId, LinkedNumberChange change, Instant at) {

    public PlayerId player() {
        return new PlayerId(issuer, userId);
    }
}
