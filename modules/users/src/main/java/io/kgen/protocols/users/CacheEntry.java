package io.kgen.protocols.users;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What Redis holds for a player, as text: a kind, a version, a colon, and
 *
 * <ul>
 *   <li>{@code =} a number: its fields and the reign, with NUL between them, which none of them can contain;
 *   <li>{@code -} the reign: the player has no number;
 *   <li>{@code ?} a random token: a mark, which answers nothing. It says that whoever saw it before asking PostgreSQL may
 *       replace it with the answer.
 * </ul>
 *
 * <p>Whatever is not understood is a mark too, so nodes of two versions can share a Redis. So is what was written in another
 * reign ({@link io.kgen.protocols.platform.RedisClient#reign}).
 */
final class CacheEntry {

    private static final char NUMBER = '=';
    private static final char NOBODY = '-';
    private static final char MARK = '?';
    private static final char VERSION_END = ':';
    private static final char FIELD_END = '\0';
    private static final int FIELDS = 6;

    private CacheEntry() {}

    static String write(VersionedLink state, String reign) {
        if (!state.isLinked()) {
            return NOBODY + "0" + VERSION_END + reign;
        }
        var number = state.number();
        return NUMBER
                + Long.toString(state.version())
                + VERSION_END
                + number.linkedPhone()
                + FIELD_END
                + number.namespacedThirdPartyUserId()
                + FIELD_END
                + number.walletAddress()
                + FIELD_END
                + number.indiggWalletAddress()
                + FIELD_END
                + number.kgenId()
                + FIELD_END
                + reign;
    }

    /** A mark that was never there before, so that nobody can mistake it for one seen earlier. */
    static String mark(long version) {
        return MARK
                + Long.toString(version)
                + VERSION_END
                + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /**
     * The state that an entry tells, or null if it is a mark.
     *
     * @param reign under which the entry was read, or null if that is not known
     */
    static VersionedLink read(PlayerId player, Buffer entry, String reign) {
        if (entry.length() == 0 || reign == null) {
            return null;
        }
        return switch (entry.getByte(0)) {
            case NUMBER -> readNumber(player, entry.toString(StandardCharsets.UTF_8), reign);
            case NOBODY ->
                entry.toString(StandardCharsets.UTF_8).equals(write(VersionedLink.NONE, reign))
                        ? VersionedLink.NONE
                        : null;
            default -> null;
        };
    }

    private static VersionedLink readNumber(PlayerId player, String entry, String reign) {
        var versionEnd = entry.indexOf(VERSION_END);
        var fields = fields(entry, versionEnd + 1);
        if (fields == null || !fields[FIELDS - 1].equals(reign)) {
            return null;
        }
        try {
            return new VersionedLink(Long.parseLong(entry, 1, versionEnd, 10), number(player, fields));
        } catch (NumberFormatException | IndexOutOfBoundsException notOurs) {
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
