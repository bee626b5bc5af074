package io.kgen.protocols.contracts.analytics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import io.kgen.protocols.contracts.ServiceFailure;
import io.kgen.protocols.contracts.Wire;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;

/**
 * One of several events: on the wire just the event, or null if it is refused.
 *
 * @param event null if what was sent is no event
 * @param fault what is wrong with it, or null
 */
public record EventItem(RecordEvent event, String fault) implements JsonSerializable {

    public static final String NO_OBJECT = "must be an object with eventId and attributes";

    public static EventItem of(RecordEvent event) {
        return new EventItem(event, null);
    }

    public static EventItem refused(String fault) {
        return new EventItem(null, fault);
    }

    /** Reads an item of a JSON array. Whatever it is, the items beside it are not affected (E14). */
    static EventItem read(Object item) {
        if (item instanceof JsonObject object) {
            return readObject(object);
        }
        return item instanceof Map<?, ?> map ? readObject(object(map)) : refused(NO_OBJECT);
    }

    private static EventItem readObject(JsonObject item) {
        try {
            return of(Wire.read(item, RecordEvent.class));
        } catch (ServiceFailure e) {
            return refused(e.getMessage());
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
