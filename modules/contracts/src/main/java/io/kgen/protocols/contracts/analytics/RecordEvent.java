package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.Flattened;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;
import java.util.function.IntPredicate;

/**
 * Records one occurrence of an event.
 *
 * @param eventId 1 to 128 of {@code [A-Za-z0-9._:-]}, the first one a letter or digit
 * @param key the idempotency key, 1 to 100 visible ASCII characters, or null; for seven days, the same key of the same
 *     player identifies the same event
 * @param occurredAt the time by the clock of the client, as RFC 3339 text that is stored as it was sent, or null
 */
public record RecordEvent(
        @Flattened PlayerId player, String eventId, Attributes attributes, String key, String occurredAt) {

    public static final String EVENT_ID_RULE = "1 to 128 of A-Z a-z 0-9 . _ : -, the first one a letter or digit";
    public static final String KEY_RULE = "1 to 100 visible ASCII characters";

    private static final int MAX_EVENT_ID = 128;
    private static final int MAX_KEY = 100;

    public RecordEvent {
        Require.present("player", player);
        if (!isEventId(Require.present("eventId", eventId))) {
            throw ServiceException.invalid("eventId", "must be " + EVENT_ID_RULE);
        }
        Require.present("attributes", attributes);
        if (key != null && !isKey(key)) {
            throw ServiceException.invalid("key", "must be " + KEY_RULE);
        }
        Require.optionalTimeText("occurredAt", occurredAt);
    }

    public static Builder builder(PlayerId player, String eventId) {
        return new Builder(player, eventId);
    }

    /** An event without a key and without a time of the client. */
    public RecordEvent(PlayerId player, String eventId, Attributes attributes) {
        this(player, eventId, attributes, null, null);
    }

    private static boolean isEventId(String text) {
        return hasLength(text, MAX_EVENT_ID)
                && isLetterOrDigit(text.charAt(0))
                && consistsOf(text, c -> isLetterOrDigit(c) || c == '.' || c == '_' || c == ':' || c == '-');
    }

    private static boolean isKey(String text) {
        return hasLength(text, MAX_KEY) && consistsOf(text, c -> c >= '!' && c <= '~');
    }

    private static boolean hasLength(String text, int most) {
        return !text.isEmpty() && text.length() <= most;
    }

    /** A loop and not a regular expression, because it runs for each event. */
    private static boolean consistsOf(String text, IntPredicate allowed) {
        for (var i = 0; i < text.length(); i++) {
            if (!allowed.test(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** Sets components by name; what is not set is absent. */
    public static final class Builder {

        private final PlayerId player;
        private final String eventId;
        private Attributes attributes = Attributes.NONE;
        private String key;
        private String occurredAt;

        private Builder(PlayerId player, String eventId) {
            this.player = player;
            this.eventId = eventId;
        }

        public Builder attributes(Attributes attributes) {
            this.attributes = attributes;
            return this;
        }

        public Builder key(String key) {
            this.key = key;
            return this;
        }

        public Builder occurredAt(String occurredAt) {
            this.occurredAt = occurredAt;
            return this;
        }

        /** Throws {@link ServiceException} {@code INVALID} if a component is missing or breaks its rule. */
        public RecordEvent build() {
            return new RecordEvent(player, eventId, attributes, key, occurredAt);
        }
    }
}
