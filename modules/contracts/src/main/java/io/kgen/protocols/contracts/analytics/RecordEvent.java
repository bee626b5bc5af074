package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;
import java.util.function.IntPredicate;

/**
 * Records one occurrence of an event.
 *
 * @param eventId 1 to 128 of {@code [A-Za-z0-9._:-]}, the first one a letter or digit
 * @param key the idempotency key, 1 to 100 visible ASCII characters, or null; within seven days, the same player's same
 *     key is the same event
 * @param occurredAt when the client says that it took place, as RFC 3339 text that is kept as it was sent, or null
 */
public record RecordEvent(
        String issuer, String userId, String eventId, Attributes attributes, String key, String occurredAt) {

    public static final String EVENT_ID_RULE = "1 to 128 of A-Z a-z 0-9 . _ : -, the first one a letter or digit";
    public static final String KEY_RULE = "1 to 100 visible ASCII characters";

    private static final int MAX_EVENT_ID = 128;
    private static final int MAX_KEY = 100;

    public RecordEvent {
        PlayerId.require(issuer, userId);
        if (!isEventId(Require.present("eventId", eventId))) {
            throw ServiceException.invalid("eventId", "must be " + EVENT_ID_RULE);
        }
        Require.present("attributes", attributes);
        if (key != null && !isKey(key)) {
            throw ServiceException.invalid("key", "must be " + KEY_RULE);
        }
        Require.optionalTimeText("occurredAt", occurredAt);
    }

    /** An event without a key and without a time of the client's. */
    public RecordEvent(String issuer, String userId, String eventId, Attributes attributes) {
        this(issuer, userId, eventId, attributes, null, null);
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

    /** A loop, not a regular expression: it is run for each event. */
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

    public PlayerId player() {
        return new PlayerId(issuer, userId);
    }
}
