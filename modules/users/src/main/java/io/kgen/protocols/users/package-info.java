/**
 * Linked numbers: which mobile number belongs to which player.
 *
 * <p>PostgreSQL is the truth. Redis answers most lookups, under three rules that keep it from answering what is no longer
 * so: a writer fences the player's entry after its commit and before its reply; a reader fills an entry only if it still
 * holds the mark that was there before the reader asked PostgreSQL; and while a fence could not be written, this node does
 * not ask Redis about that player.
 */
package io.kgen.protocols.users;
