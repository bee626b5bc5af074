package io.kgen.protocols.users;

import io.kgen.protocols.contracts.users.LinkedNumberChanged;
import java.time.Instant;

/**
 * The change that a write made to a player's number.
 *
 * @param at the time of the change, by PostgreSQL's clock
 */
record LinkChange(LinkedNumberChanged.Change kind, Instant at) {}
