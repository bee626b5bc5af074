package io.kgen.protocols.contracts.analytics;

import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.Require;
import io.kgen.protocols.contracts.ServiceFailure;
import java.util.regex.Pattern;

/**
 * Records one occurrence of an event.
 *
 * @param eventId 1 to 128 of {@code [A-Za-z0-9._:-]}, the first one a letter or digit
 */
public record RecordEvent(String issuer, String userId, String eventId, Attributes attributes) {

    public static final String RULE_OF_EVENT_ID = "1 to 128 of A-Z a-z 0-9 . _ : -, the first one a letter or digit";

    private static final Pattern EVENT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");

    public RecordEvent {
        PlayerId.require(issuer, userId);
        if (!isEventId(Require.present("eventId", eventId))) {
            throw ServiceFailure.invalid("eventId must be " + RULE_OF_EVENT_ID);
        }
        Require.present("attributes", attributes);
    }

    public static boolean isEventId(String text) {
        return EVENT_ID.matcher(text).matches();
    }

    public PlayerId player() {
        return new PlayerId(issuer, userId);
    }
}
