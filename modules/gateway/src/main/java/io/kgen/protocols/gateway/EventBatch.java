package io.kgen.protocols.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
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
 * Reads the body of a batch. What is no JSON is refused whole; an item that breaks a rule is refused alone, so the body is
 * first cut into the texts of its items and each is then read by itself.
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

    /** Stands where bytes are no UTF-8: no rule allows it in a text, so that its item is refused, and no other. */
    private static final String HALF_A_SURROGATE_PAIR = "\uDC00";

    private EventBatch() {}

    static RecordEvents parse(byte[] body, PlayerId player) {
        var text = decode(body);
        var items = cut(text);
        if (items.isEmpty() || items.size() > RecordEvents.MAX_EVENTS) {
            throw HttpFailure.badField("/events", "must have 1 to " + RecordEvents.MAX_EVENTS + " items");
        }
        return new RecordEvents(items.stream().map(item -> item(item, player)).toList());
    }

    private static List<String> cut(String text) {
        try (var json = JSON.createParser(text)) {
            require(json.nextToken() == JsonToken.START_OBJECT);
            require("events".equals(json.nextFieldName()));
            require(json.nextToken() == JsonToken.START_ARRAY);
            var items = new ArrayList<String>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                items.add(textOfValue(json, text));
            }
            require(json.nextToken() == JsonToken.END_OBJECT);
            require(json.nextToken() == null);
            return items;
        } catch (IOException e) {
            throw notABatch();
        }
    }

    private static EventItem item(String text, PlayerId player) {
        try (var json = JSON.createParser(text).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return EventItem.refused("must be an object with eventId and attributes");
            }
            return EventItem.of(event(json, text, player));
        } catch (IOException e) {
            return EventItem.refused("must not have a name twice");
        } catch (InvalidAttributes e) {
            return EventItem.refused("/attributes" + e.path() + " " + e.rule());
        } catch (ServiceFailure e) {
            return EventItem.refused(e.getMessage());
        }
    }

    private static RecordEvent event(JsonParser json, String text, PlayerId player) throws IOException {
        String eventId = null;
        Attributes attributes = null;
        String key = null;
        String occurredAt = null;
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "eventId" -> eventId = string(json, name);
                case "attributes" -> attributes = Attributes.parse(textOfValue(json, text));
                case "key" -> key = string(json, name);
                case "occurredAt" -> occurredAt = string(json, name);
                default -> throw ServiceFailure.invalid("must have eventId, attributes, key and occurredAt only");
            }
        }
        return new RecordEvent(player.issuer(), player.userId(), eventId, attributes, key, occurredAt);
    }

    private static String string(JsonParser json, String name) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw ServiceFailure.invalid(name + " must be a string");
        }
        return json.getText();
    }

    /** The text of the value that the parser stands on, to the letter. */
    private static String textOfValue(JsonParser json, String text) throws IOException {
        var start = (int) json.currentTokenLocation().getCharOffset();
        json.skipChildren();
        if (json.currentToken().isScalarValue()) {
            json.finishToken();
        }
        return text.substring(start, (int) json.currentLocation().getCharOffset());
    }

    private static String decode(byte[] utf8) {
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

    private static HttpFailure notABatch() {
        return HttpFailure.badRequest("the body must be a JSON object with the array events, and nothing else");
    }
}
