package io.kgen.protocols.users;

import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import java.time.Instant;

/**
 * What a write did to a player's number.
 *
 * @param at when, by the clock of the database
 */
record LinkChange(LinkedNumberChanged.Change kind, Instant at) {}
