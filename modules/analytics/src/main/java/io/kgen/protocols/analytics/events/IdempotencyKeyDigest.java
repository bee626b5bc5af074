package io.kgen.protocols.analytics.events;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.platform.Sha256;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.UUID;

/**
 * The stored form of an idempotency key: digests of a fixed width, because PostgreSQL compares and stores those several times
 * faster than text. The migration that introduced them computes the same digests.
 *
 * @param id the key in its scope: the first half depends on the player only, so that the keys of a player are adjacent in
 *     the index; the second half depends on player and key
 * @param content event id, attributes and time of the client, byte for byte, because a client that retries sends the same
 *     bytes
 */
public record IdempotencyKeyDigest(UUID id, UUID content) {

    private static final IdempotencyKeyDigest NONE = new IdempotencyKeyDigest(null, null);

    /** Of nulls if the event has no key. */
    static IdempotencyKeyDigest of(RecordEvent event) {
        if (event.key() == null) {
            return NONE;
        }
        // The separators are characters that no part can contain.
        var player = scope(event.player());
        var id = new UUID(
                digest(player).getLong(), digest(player + '\n' + event.key()).getLong());
        var content = digest(String.join(
                "\0", event.eventId(), event.attributes().json(), Objects.requireNonNullElse(event.occurredAt(), "")));
        return new IdempotencyKeyDigest(id, new UUID(content.getLong(), content.getLong()));
    }

    /** The lowest id that a key of the player can have. */
    public static UUID lowestId(PlayerId player) {
        return new UUID(digest(scope(player)).getLong(), 0);
    }

    /** The highest id that a key of the player can have. */
    public static UUID highestId(PlayerId player) {
        return new UUID(lowestId(player).getMostSignificantBits(), -1);
    }

    private static String scope(PlayerId player) {
        return player.issuer() + '\n' + player.userId();
    }

    private static ByteBuffer digest(String text) {
        return ByteBuffer.wrap(Sha256.of(text));
    }
}
