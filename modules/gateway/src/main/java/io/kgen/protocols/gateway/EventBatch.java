package io.kgen.protocols.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.kgen.protocols.contracts.LoneSurrogates;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.ServiceFailure;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.EventItem;
import io.kgen.protocols.contracts.analytics.InvalidAttributes;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the body of a batch in one pass. What is no JSON is refused whole; an item that breaks a rule is refused alone, and
 * read to its end all the same, because it takes a well-formed rest to say that the others are meant.
 */
final class EventBatch {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    // An item's own rules are stricter, and refuse it alone.
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    /** What Java puts where bytes are no UTF-8, unless it was sent. */
    private static final char REPLACEMENT = '\uFFFD';

    /** Stands where bytes are no UTF-8: no rule allows it in a text, so that its item is refused, and no other. */
    private static final String HALF_A_SURROGATE_PAIR = "\uDC00";

    private final String text;
    private final JsonParser json;
    private final PlayerId player;

    private EventBatch(String text, JsonParser json, PlayerId player) {
        this.text = text;
        this.json = json;
        this.player = player;
    }

    static RecordEvents parse(byte[] body, PlayerId player) {
        var text = LoneSurrogates.replaceIn(decode(body));
        try (var json = JSON.createParser(text)) {
            var items = new EventBatch(text, json, player).items();
            if (items.isEmpty()) {
                throw wrongNumber();
            }
            return new RecordEvents(items);
        } catch (StreamConstraintsException e) {
            throw HttpFailure.badRequest("the body is nested too deeply");
        } catch (IOException e) {
            throw notABatch();
        }
    }

    private List<EventItem> items() throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT);
        require("events".equals(json.nextFieldName()));
        require(json.nextToken() == JsonToken.START_ARRAY);
        var items = new ArrayList<EventItem>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            // No further: a megabyte of numbers would become half a million items.
            if (items.size() == RecordEvents.MAX_EVENTS) {
                throw wrongNumber();
            }
            items.add(item());
        }
        require(json.nextToken() == JsonToken.END_OBJECT);
        require(json.nextToken() == null);
        return items;
    }

    private EventItem item() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return EventItem.refused("must be an object with eventId and attributes");
        }
        var fields = new Fields();
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            fields.read(name);
            json.skipChildren();
        }
        return fields.item();
    }

    /** Those of one item, and the first fault among them. */
    private final class Fields {

        private String eventId;
        private Attributes attributes;
        private String key;
        private String occurredAt;
        private String fault;

        void read(String name) throws IOException {
            try {
                switch (name) {
                    case "eventId" -> eventId = once(name, eventId, string(name));
                    case "attributes" -> attributes = once(name, attributes, attributes());
                    case "key" -> key = once(name, key, string(name));
                    case "occurredAt" -> occurredAt = once(name, occurredAt, string(name));
                    default -> throw ServiceFailure.invalid("must have eventId, attributes, key and occurredAt only");
                }
            } catch (InvalidAttributes e) {
                refuse("/attributes" + e.path() + " " + e.rule());
            } catch (ServiceFailure e) {
                refuse(e.getMessage());
            }
        }

        EventItem item() {
            if (fault != null) {
                return EventItem.refused(fault);
            }
            try {
                return EventItem.of(
                        new RecordEvent(player.issuer(), player.userId(), eventId, attributes, key, occurredAt));
            } catch (ServiceFailure e) {
                return EventItem.refused(e.getMessage());
            }
        }

        private void refuse(String why) {
            if (fault == null) {
                fault = why;
            }
        }
    }

    private static <T> T once(String name, T before, T now) {
        if (before != null) {
            throw ServiceFailure.invalid("must not have " + name + " twice");
        }
        return now;
    }

    private String string(String name) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw ServiceFailure.invalid(name + " must be a string");
        }
        return json.getText();
    }

    /** To the letter. */
    private Attributes attributes() throws IOException {
        var start = (int) json.currentTokenLocation().getCharOffset();
        json.skipChildren();
        if (json.currentToken().isScalarValue()) {
            json.finishToken();
        }
        return Attributes.parse(
                text.substring(start, (int) json.currentLocation().getCharOffset()));
    }

    private static String decode(byte[] utf8) {
        var text = new String(utf8, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(utf8);
    }

    private static String decodeStrictly(byte[] utf8) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .replaceWith(HALF_A_SURROGATE_PAIR);
        try {
            return decoder.decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("a decoder that replaces does not fail", e);
        }
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw notABatch();
        }
    }

    private static HttpFailure wrongNumber() {
        return HttpFailure.badField("/events", "must have 1 to " + RecordEvents.MAX_EVENTS + " items");
    }

    private static HttpFailure notABatch() {
        return HttpFailure.badRequest("the body must be a JSON object with the array events, and nothing else");
    }
}
