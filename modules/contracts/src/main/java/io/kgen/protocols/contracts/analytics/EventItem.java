package io.kgen.protocols.contracts.analytics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.kgen.protocols.contracts.Misfit;
import java.io.IOException;

/**
 * One of several events: on the wire just the event.
 *
 * @param event null if what was sent is no event
 * @param fault what is wrong with it, or null
 */
@JsonDeserialize(using = EventItem.Reader.class)
public record EventItem(RecordEvent event, String fault) implements JsonSerializable {

    public static EventItem of(RecordEvent event) {
        return new EventItem(event, null);
    }

    public static EventItem refused(String fault) {
        return new EventItem(null, fault);
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

    /** Reads an event that does not fit as a refused one, so that the others are read all the same. */
    static final class Reader extends StdDeserializer<EventItem> {

        Reader() {
            super(EventItem.class);
        }

        @Override
        public EventItem deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try (var item = new TokenBuffer(parser, context)) {
                item.copyCurrentStructure(parser);
                return read(item, parser);
            }
        }

        private static EventItem read(TokenBuffer item, JsonParser parser) throws IOException {
            try (var replay = item.asParserOnFirstToken()) {
                replay.setCodec(parser.getCodec());
                return of(replay.readValueAs(RecordEvent.class));
            } catch (JsonMappingException | io.kgen.protocols.contracts.ServiceFailure e) {
                return refused(Misfit.explain(e).getMessage());
            }
        }
    }
}
