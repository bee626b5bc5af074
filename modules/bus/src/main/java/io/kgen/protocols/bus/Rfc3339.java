package io.kgen.protocols.bus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/** Parses times strictly by RFC 3339; the ISO 8601 parser of Java accepts more. */
public final class Rfc3339 {

    public static final String FORMAT_HINT = "a time as in 2021-06-01T12:00:00Z";

    private static final Pattern FORM = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)", Pattern.CASE_INSENSITIVE);

    private Rfc3339() {}

    /** Empty if the text is not such a time. */
    public static Optional<Instant> parse(String text) {
        try {
            return FORM.matcher(text).matches()
                    ? Optional.of(OffsetDateTime.parse(text).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The deserializer of Jackson would accept a number, or a number in quotes, as seconds since 1970. */
    static final class Deserializer extends StdDeserializer<Instant> {

        Deserializer() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            var time =
                    json.currentToken() == JsonToken.VALUE_STRING ? parse(json.getText()) : Optional.<Instant>empty();
            return time.isPresent() ? time.get() : (Instant) context.handleUnexpectedToken(Instant.class, json);
        }
    }
}
