package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;
import io.kgen.protocols.contracts.ServiceFailure;
import java.util.regex.Pattern;

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

    public static final String RULE_OF_EVENT_ID = "1 to 128 of A-Z a-z 0-9 . _ : -, the first one a letter or digit";
    public static final String RULE_OF_KEY = "1 to 100 visible ASCII characters";

    private static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");
    private static final Pattern KEY = Pattern.compile("[!-~]{1,100}");

    public RecordEvent {
        PlayerId.require(issuer, userId);
        if (!isEventId(Require.present("eventId", eventId))) {
            throw ServiceFailure.invalid("eventId must be " + RULE_OF_EVENT_ID);
        }
        Require.present("attributes", attributes);
        if (key != null && !isKey(key)) {
            throw ServiceFailure.invalid("key must be " + RULE_OF_KEY);
        }
        Require.optionalTimeText("occurredAt", occurredAt);
    }

    /** An event without a key and without a time of the client's. */
    public RecordEvent(String issuer, String userId, String eventId, Attributes attributes) {
        this(issuer, userId, eventId, attributes, null, null);
    }

    public static boolean isEventId(String text) {
        return EVENT_ID.matcher(text).matches();
    }

    public static boolean isKey(String text) {
        return KEY.matcher(text).matches();
    }

    public PlayerId player() {
        return new PlayerId(issuer, userId);
    }
}
