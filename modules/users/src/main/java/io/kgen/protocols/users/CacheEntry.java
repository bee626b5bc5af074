package io.kgen.protocols.users;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The text that Redis holds for a player: a kind, a version, a colon, and
 *
 * <ul>
 *   <li>{@code =} a number: its fields with NUL between them, which none of them can contain;
 *   <li>{@code -} nothing: the player has no number;
 *   <li>{@code ?} a random token, without a number. It is the token of a lease if its version is 0, else a tombstone:
 *       the number was changed in that version. A reader that saw it before reading PostgreSQL may replace it.
 * </ul>
 *
 * <p>Text of another format counts as a token, so nodes of two versions can share a Redis.
 */
final class CacheEntry {

    private static final char NUMBER = '=';
    private static final char TOKEN = '?';
    private static final char VERSION_END = ':';
    private static final char FIELD_END = '\0';
    private static final int FIELDS = 5;
    private static final String NO_NUMBER = "-0:";
    private static final Buffer NO_NUMBER_BYTES = Buffer.buffer(NO_NUMBER);

    private CacheEntry() {}

    static String encode(VersionedLink link) {
        if (!link.isLinked()) {
            return NO_NUMBER;
        }
        var number = link.number();
        return NUMBER
                + Long.toString(link.version())
                + VERSION_END
                + number.linkedPhone()
                + FIELD_END
                + number.namespacedThirdPartyUserId()
                + FIELD_END
                + number.walletAddress()
                + FIELD_END
                + number.indiggWalletAddress()
                + FIELD_END
                + number.kgenId();
    }

    /** A token that no entry had before, so that it cannot be mistaken for an earlier one. */
    static String token(long version) {
        return TOKEN
                + Long.toString(version)
                + VERSION_END
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /** The link that an entry holds, or null if it is a token. */
    static VersionedLink decode(PlayerId player, Buffer entry) {
        if (entry.length() > 0 && entry.getByte(0) == NUMBER) {
            return decodeNumber(player, entry.toString(StandardCharsets.UTF_8));
        }
        return entry.equals(NO_NUMBER_BYTES) ? VersionedLink.NONE : null;
    }

    private static VersionedLink decodeNumber(PlayerId player, String entry) {
        var versionEnd = entry.indexOf(VERSION_END);
        var fields = fields(entry, versionEnd + 1);
        if (fields == null) {
            return null;
        }
        try {
            return new VersionedLink(Long.parseLong(entry, 1, versionEnd, 10), number(player, fields));
        } catch (NumberFormatException | IndexOutOfBoundsException otherFormat) {
            return null;
        }
    }

    private static String[] fields(String entry, int from) {
        var fields = new String[FIELDS];
        var start = from;
        for (var i = 0; i < FIELDS - 1; i++) {
            var end = entry.indexOf(FIELD_END, start);
            if (end < 0) {
                return null;
            }
            fields[i] = entry.substring(start, end);
            start = end + 1;
        }
        fields[FIELDS - 1] = entry.substring(start);
        return fields[FIELDS - 1].indexOf(FIELD_END) < 0 ? fields : null;
    }

    private static LinkedNumber number(PlayerId player, String[] fields) {
        return new LinkedNumber(player.userId(), fields[1], fields[2], fields[3], fields[0], fields[4]);
    }
}
