package io.kgen.protocols.contracts.analytics;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.kgen.protocols.bus.ServiceException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Objects;

/**
 * The attributes of an event: the JSON text of a flat object. It is checked once, and stored as it was sent, so every value
 * keeps its exact form.
 */
@JsonSerialize(using = Attributes.Writer.class)
@JsonDeserialize(using = Attributes.Reader.class)
public final class Attributes {

    public static final Attributes NONE = new Attributes("{}");

    private static final String FIELD = "/attributes";

    private final String json;

    private Attributes(String json) {
        this.json = json;
    }

    /**
     * Parses a body that consists of the attributes alone.
     *
     * @throws ServiceException {@code INVALID}, naming the attribute as a JSON pointer
     */
    public static Attributes parse(byte[] utf8) {
        return parse(AttributesParser.decode(utf8));
    }

    /**
     * Parses JSON text that consists of the attributes alone.
     *
     * @throws ServiceException {@code INVALID}, naming the attribute as a JSON pointer
     */
    public static Attributes parse(String json) {
        return parse("", json);
    }

    /**
     * Parses the field {@code attributes} of a larger JSON text.
     *
     * @throws ServiceException {@code INVALID}, naming the attribute as a JSON pointer that begins with the field
     */
    public static Attributes parseField(String json) {
        return parse(FIELD, json);
    }

    private static Attributes parse(String base, String json) {
        AttributesParser.check(base, json);
        return new Attributes(json);
    }

    /** The text that was parsed, unchanged. */
    public String json() {
        return json;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(json);
    }

    /** The size only: attributes are personal data and must not be logged. */
    @Override
    public String toString() {
        return "Attributes[" + json.length() + " characters]";
    }

    /** Token by token, because Jackson copies a whole structure with decimals as doubles. */
    private static void copyExactly(JsonParser from, JsonGenerator to) throws IOException {
        var depth = 0;
        do {
            if (from.currentToken() == JsonToken.VALUE_NUMBER_FLOAT && from.isNaN()) {
                // The parser of a caller converts 1e400 to infinity, and a generator would write that as text (E13).
                var name = from.currentName();
                throw ServiceException.invalid(
                        name == null ? FIELD : AttributesParser.pointer(FIELD, name), AttributesParser.DECIMAL_RULE);
            }
            to.copyCurrentEventExact(from);
            depth += from.currentToken().isStructStart()
                    ? 1
                    : from.currentToken().isStructEnd() ? -1 : 0;
        } while (depth > 0 && from.nextToken() != null);
    }

    static final class Writer extends StdSerializer<Attributes> {

        Writer() {
            super(Attributes.class);
        }

        @Override
        public void serialize(Attributes attributes, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            try (var parser = AttributesParser.open(attributes.json)) {
                parser.nextToken();
                copyExactly(parser, generator);
            }
        }
    }

    static final class Reader extends StdDeserializer<Attributes> {

        Reader() {
            super(Attributes.class);
        }

        @Override
        public Attributes deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var text = new StringWriter();
            try (var generator = AttributesParser.writeTo(text)) {
                copyExactly(parser, generator);
            }
            return parseField(text.toString());
        }
    }
}
