/**
 * Linked numbers: which mobile number belongs to which player.
 *
 * <p>PostgreSQL is the source of truth, Redis a cache-aside cache for most lookups. Three rules keep lookups from
 * returning a stale number:
 *
 * <ul>
 *   <li><b>Invalidation log.</b> The statement of a change also writes a row into {@code users.invalidation} (a
 *       transactional outbox). The writer invalidates the entry in Redis after its commit; every node reads the log ten
 *       times a second and does the same. A node uses Redis only while it has applied the log as it was less than 450 ms
 *       ago.
 *   <li><b>Leases.</b> The reader of a missing entry acquires a token and may fill the entry only while the token is
 *       there. An invalidation replaces it by a tombstone, so a reader that was overtaken by a writer cannot store a
 *       stale value (Nishtala et al., <i>Scaling Memcache at Facebook</i>, NSDI 2013, sections 3.2.1 and 4.1).
 *   <li><b>Own changes.</b> The node that changed a number, or does not know whether it did, reads PostgreSQL until it
 *       has applied the log as it was after the change.
 * </ul>
 */
package io.kgen.protocols.users;
