package io.kgen.protocols.users;

/**
 * A row of the invalidation log: cache entries of the player that are older than the version are stale.
 *
 * @param key of the player's entry
 * @param version of the player's link after the change
 */
record Invalidation(CacheKey key, long version) {}
