package io.kgen.protocols.users;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.platform.Sha256;
import java.util.HexFormat;

/**
 * The Redis key of a player's entry. It contains a hash of issuer and user id (E24), which the invalidation log stores
 * instead of the player: the log must not name a player who was erased.
 *
 * @param text in Redis
 */
record CacheKey(String text) {

    /** As in {@code V3__invalidation.sql}: 128 bits of SHA-256. */
    private static final int HASH_BYTES = 16;

    private static final String PREFIX = "users:number:";
    private static final HexFormat HEX = HexFormat.of();

    static CacheKey of(PlayerId player) {
        // Neither part can contain NUL.
        var hash = Sha256.of(player.issuer() + '\0' + player.userId());
        return new CacheKey(PREFIX + HEX.formatHex(hash, 0, HASH_BYTES));
    }

    /** For nodes of the previous version during an update: they read entries under keys with issuer and user id. */
    static CacheKey ofPreviousVersion(PlayerId player) {
        return new CacheKey(PREFIX + player.issuer().length() + ':' + player.issuer() + ':' + player.userId());
    }

    /** From the hash in a row of the invalidation log. */
    static CacheKey ofHash(byte[] hash) {
        return new CacheKey(PREFIX + HEX.formatHex(hash));
    }
}
