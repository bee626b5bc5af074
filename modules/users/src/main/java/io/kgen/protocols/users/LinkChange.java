package io.kgen.protocols.users;

import io.kgen.protocols.contracts.users.LinkedNumberChange;
import java.time.Instant;

/**
 * What a write did to a player's number.
 *
 * @param at when, by the clock of the database
 */
record LinkChange(LinkedNumberChange kind, Instant at) {}
