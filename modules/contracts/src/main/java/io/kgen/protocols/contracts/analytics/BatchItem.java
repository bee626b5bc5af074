package io.kgen.protocols.contracts.analytics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.bus.Violation;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;

/**
 * One of several events: on the wire just the event, or null if it is invalid.
 *
 * @param event null if the item is not a valid event
 * @param violation why the item is not a valid event, or null
 */
public record BatchItem(RecordEvent event, Violation violation) implements JsonSerializable {

    /** An item that is not a JSON object. */
    public static final BatchItem NOT_AN_OBJECT =
            rejected(new Violation("", "must be an object with eventId and attributes"));

    public static BatchItem of(RecordEvent event) {
        return new BatchItem(event, null);
    }

    public static BatchItem rejected(Violation violation) {
        return new BatchItem(null, violation);
    }

    /** Parses an item of a JSON array. An invalid item does not affect the other items (E14). */
    static BatchItem parse(Object item) {
        if (item instanceof JsonObject object) {
            return parseObject(object);
        }
        return item instanceof Map<?, ?> map ? parseObject(object(map)) : NOT_AN_OBJECT;
    }

    private static BatchItem parseObject(JsonObject item) {
        try {
            return of(AnalyticsOperations.RECORD_EVENT.parseRequest(item));
        } catch (ServiceException e) {
            return rejected(e.violation());
        }
    }

    @SuppressWarnings("unchecked") // the names of a JSON object are text
    private static JsonObject object(Map<?, ?> map) {
        return new JsonObject((Map<String, Object>) map);
    }

    @Override
    public void serialize(JsonGenerator json, SerializerProvider provider) throws IOException {
        provider.defaultSerializeValue(event, json);
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializerProvider provider, TypeSerializer type)
            throws IOException {
        serialize(json, provider);
    }
}
