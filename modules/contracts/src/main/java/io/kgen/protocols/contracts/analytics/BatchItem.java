package io.kgen.protocols.contracts.analytics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import io.kgen.protocols.bus.RecordJson;
import io.kgen.protocols.bus.ServiceException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;

/**
 * One of several events: on the wire just the event, or null if it is refused.
 *
 * @param event null if what was sent is no event
 * @param fault what is wrong with it, or null
 */
public record BatchItem(RecordEvent event, String fault) implements JsonSerializable {

    public static final String NO_OBJECT = "must be an object with eventId and attributes";

    public static BatchItem of(RecordEvent event) {
        return new BatchItem(event, null);
    }

    public static BatchItem refused(String fault) {
        return new BatchItem(null, fault);
    }

    /** Reads an item of a JSON array. Whatever it is, the items beside it are not affected (E14). */
    static BatchItem read(Object item) {
        if (item instanceof JsonObject object) {
            return readObject(object);
        }
        return item instanceof Map<?, ?> map ? readObject(object(map)) : refused(NO_OBJECT);
    }

    private static BatchItem readObject(JsonObject item) {
        try {
            return of(RecordJson.read(item, RecordEvent.class));
        } catch (ServiceException e) {
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
