/**
 * The redirect to the K-Store: the URL for a player, and the one-time code in it by which the store identifies the player.
 *
 * <p>A code is valid for a short time, can be redeemed once, and is invalid when the link that it was issued for has changed.
 * The module subscribes to changes of linked numbers and revokes the older codes of the player. Publications are delivered at
 * most once, so each code is stored with an HMAC of the number that was linked when the code was issued, with the code itself
 * as the key. A redemption looks up the linked number, and revokes the code if there is none or its HMAC differs. So the code
 * of an unlinked player is worthless, a new number does not make it valid again, and the table contains neither codes nor
 * numbers. One case passes this check: a number that is unlinked and linked again before the redemption, if the publication
 * was lost.
 */
package io.kgen.protocols.kstore;
