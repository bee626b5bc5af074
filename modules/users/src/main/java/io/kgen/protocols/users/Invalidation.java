package io.kgen.protocols.users;

import io.kgen.protocols.contracts.PlayerId;

/**
 * A row of the invalidation log: cache entries of the player that are older than the version are stale.
 *
 * @param version of the player's link after the change
 */
record Invalidation(PlayerId player, long version) {}
