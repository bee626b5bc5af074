package io.kgen.protocols.analytics.events;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.platform.Sha256;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.UUID;

/**
 * What is stored of an idempotency key, in digests of one width, because PostgreSQL compares and stores those several times
 * faster than text. The migration that introduced them makes the same ones.
 *
 * @param id the key in its scope: half of it is the player's, so that the keys of a player lie side by side, and half is of
 *     player and key together
 * @param content what the key stands for: event id, attributes and time of the client, to the letter, because a client that
 *     tries again sends the same bytes
 */
public record IdempotencyKeyDigest(UUID id, UUID content) {

    private static final IdempotencyKeyDigest NONE = new IdempotencyKeyDigest(null, null);

    /** Of nulls if the event has no key. */
    static IdempotencyKeyDigest of(RecordEvent event) {
        if (event.key() == null) {
            return NONE;
        }
        // Joined by what none of the parts can hold.
        var player = player(event.player().issuer(), event.player().userId());
        var id = new UUID(
                digest(player).getLong(), digest(player + '\n' + event.key()).getLong());
        var content = digest(String.join(
                "\0", event.eventId(), event.attributes().json(), Objects.requireNonNullElse(event.occurredAt(), "")));
        return new IdempotencyKeyDigest(id, new UUID(content.getLong(), content.getLong()));
    }

    /** The lowest id that a key of the player can have. */
    public static UUID firstOf(PlayerId player) {
        return new UUID(digest(player(player.issuer(), player.userId())).getLong(), 0);
    }

    /** The highest id that a key of the player can have. */
    public static UUID lastOf(PlayerId player) {
        return new UUID(firstOf(player).getMostSignificantBits(), -1);
    }

    private static String player(String issuer, String userId) {
        return issuer + '\n' + userId;
    }

    private static ByteBuffer digest(String text) {
        return ByteBuffer.wrap(Sha256.of(text));
    }
}
