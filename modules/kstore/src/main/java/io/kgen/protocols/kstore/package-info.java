/**
 * The K-Store redirect: where to send a player, and the one-time codes by which the store learns who has come.
 *
 * <p>A code lives for a short time, is redeemed once, and dies with the link that it was made for. This module cannot see
 * links come and go, so each code carries a seal: an HMAC of the number that was linked then, keyed by the code itself. A
 * redemption asks for the number linked now and kills the code if there is none or the seal does not fit. So an unlinked
 * player's code is worthless, a new number does not revive it, and the table betrays neither codes nor numbers. What a seal
 * cannot tell is an unlinking that was undone, with the same number, before anybody asked.
 */
package io.kgen.protocols.kstore;
