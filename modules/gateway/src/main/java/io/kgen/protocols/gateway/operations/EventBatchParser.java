package io.kgen.protocols.gateway.operations;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Violation;
import io.kgen.protocols.contracts.LoneSurrogates;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.analytics.Attributes;
import io.kgen.protocols.contracts.analytics.BatchItem;
import io.kgen.protocols.contracts.analytics.RecordEvent;
import io.kgen.protocols.contracts.analytics.RecordEvents;
import io.kgen.protocols.gateway.http.HttpException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Parses the body of a batch in one pass. A body that is not well-formed JSON is rejected as a whole; an item that breaks a
 * rule is rejected alone, and parsed to its end, because the whole body must be well-formed before any item is accepted.
 */
final class EventBatchParser {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    // The rules of an item are stricter, and reject only that item.
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private static final String TOO_DEEP = "is nested too deeply";

    /** What Java substitutes for bytes that are not UTF-8; the client may also have sent it. */
    private static final char REPLACEMENT = '\uFFFD';

    /** Replaces bytes that are not UTF-8. Does not occur otherwise, because JSON escapes consist of ASCII. */
    private static final char UNPAIRED_SURROGATE = '\uDC00';

    /** Replaces the text up to the end of an item that is nested too deeply, so that a new parser continues after it. */
    private static final String REJECTED_ITEM = "{\"events\":[null";

    private final boolean isUtf8;
    private final PlayerId player;
    private String text;
    private JsonParser json;

    private EventBatchParser(String text, boolean isUtf8, PlayerId player) throws IOException {
        this.isUtf8 = isUtf8;
        this.player = player;
        this.text = text;
        this.json = JSON.createParser(text);
    }

    static RecordEvents parse(byte[] body, PlayerId player) {
        var text = new String(body, StandardCharsets.UTF_8);
        var decoded = text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(body);
        try {
            var items = new EventBatchParser(LoneSurrogates.replaceIn(decoded), decoded.equals(text), player).items();
            if (items.isEmpty()) {
                throw wrongCount();
            }
            return new RecordEvents(items);
        } catch (StreamConstraintsException e) {
            throw HttpException.badRequest("the body " + TOO_DEEP);
        } catch (IOException e) {
            throw notABatch();
        }
    }

    private List<BatchItem> items() throws IOException {
        startArray();
        var items = new ArrayList<BatchItem>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            // Stops here, because a megabyte of numbers would become half a million items.
            if (items.size() == RecordEvents.MAX_EVENTS) {
                throw wrongCount();
            }
            items.add(item());
        }
        require(json.nextToken() == JsonToken.END_OBJECT);
        require(json.nextToken() == null);
        return items;
    }

    private void startArray() throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT);
        require("events".equals(json.nextFieldName()));
        require(json.nextToken() == JsonToken.START_ARRAY);
    }

    private BatchItem item() throws IOException {
        var start = tokenStart();
        try {
            var item = read();
            return isUtf8 || isUtf8(start, tokenEnd()) ? item : rejected("must be UTF-8");
        } catch (StreamConstraintsException e) {
            continueAfter(BalancedText.end(text, start));
            return rejected(TOO_DEEP);
        }
    }

    /** With a new parser, because a parser that has reached a limit cannot continue. */
    private void continueAfter(int end) throws IOException {
        text = REJECTED_ITEM + text.substring(end);
        json = JSON.createParser(text);
        startArray();
        json.nextToken();
    }

    private boolean isUtf8(int start, int end) {
        for (var i = start; i < end; i++) {
            var isUnpaired = text.charAt(i) == UNPAIRED_SURROGATE;
            if (isUnpaired && !Character.isHighSurrogate(text.charAt(i - 1))) {
                return false;
            }
        }
        return true;
    }

    private BatchItem read() throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return BatchItem.NOT_AN_OBJECT;
        }
        var fields = new Fields();
        for (var name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            fields.read(name);
            json.skipChildren();
        }
        return fields.item();
    }

    /** The fields of one item, and the first violation among them. */
    private final class Fields {

        private String eventId;
        private Attributes attributes;
        private String key;
        private String occurredAt;
        private Violation violation;
        private final Set<String> names = new HashSet<>();

        void read(String name) throws IOException {
            try {
                if (!names.add(name)) {
                    throw ServiceException.invalid("", "must not have " + name + " twice");
                }
                switch (name) {
                    case "eventId" -> eventId = string(name);
                    case "attributes" -> attributes = attributes();
                    case "key" -> key = string(name);
                    case "occurredAt" -> occurredAt = string(name);
                    default ->
                        throw ServiceException.invalid("", "must have eventId, attributes, key and occurredAt only");
                }
            } catch (ServiceException e) {
                violation = violation == null ? e.violation() : violation;
            }
        }

        BatchItem item() {
            if (violation != null) {
                return BatchItem.rejected(violation);
            }
            try {
                return BatchItem.of(new RecordEvent(player, eventId, attributes, key, occurredAt));
            } catch (ServiceException e) {
                return BatchItem.rejected(e.violation());
            }
        }
    }

    /** Null for {@code null}, which means the same as an absent field (E14). */
    private String string(String name) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw ServiceException.invalid(name, "must be a string");
        }
        return json.getText();
    }

    /** The text exactly as it was sent. */
    private Attributes attributes() throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        var start = tokenStart();
        json.skipChildren();
        return Attributes.parseField(text.substring(start, tokenEnd()));
    }

    private int tokenStart() {
        return (int) json.currentTokenLocation().getCharOffset();
    }

    private int tokenEnd() throws IOException {
        if (json.currentToken().isScalarValue()) {
            json.finishToken();
        }
        return (int) json.currentLocation().getCharOffset();
    }

    private static String decodeStrictly(byte[] utf8) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .replaceWith(String.valueOf(UNPAIRED_SURROGATE));
        try {
            return decoder.decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("a replacing decoder does not fail", e);
        }
    }

    private static BatchItem rejected(String rule) {
        return BatchItem.rejected(new Violation("", rule));
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw notABatch();
        }
    }

    private static HttpException wrongCount() {
        return HttpException.invalid("/events", "must contain 1 to " + RecordEvents.MAX_EVENTS + " items");
    }

    private static HttpException notABatch() {
        return HttpException.badRequest("the body must be a JSON object with the array events, and nothing else");
    }
}
