package io.kgen.protocols.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.VertxModule;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Records to JSON and back: times as RFC 3339 text, numbers exact, nothing of a wrong type turned into the right one,
 * absent fields left out, unknown fields ignored so that nodes of two versions understand each other.
 */
public final class RecordJson {

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    /** Far more than any record has, and what the bridge takes. */
    private static final int MAX_DEPTH = 64;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new VertxModule())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addDeserializer(Instant.class, new Rfc3339.Reader()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, RecordJson::acceptTextOnly)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private RecordJson() {}

    /**
     * The record that a message body says: the body itself inside a JVM, else read from its {@code JsonObject}.
     *
     * @throws ServiceException {@link FailureCode#INVALID}, naming the field, if it says no such record
     */
    public static <T extends Record> T read(Object body, Class<T> type) {
        if (type.isInstance(body)) {
            return type.cast(body);
        }
        if (!(body instanceof JsonObject json)) {
            throw ServiceException.invalid("", "must be a JSON object");
        }
        return convert(json, type);
    }

    private static <T> T convert(JsonObject json, Class<T> type) {
        if (isDeeperThan(MAX_DEPTH, json)) {
            throw ServiceException.invalid("", BindingErrors.TOO_DEEP);
        }
        try {
            return MAPPER.convertValue(json.getMap(), type);
        } catch (IllegalArgumentException e) {
            throw BindingErrors.explain(e);
        }
    }

    /** Jackson converts by recursion, which a body of some thousand levels would take past the end of the stack. */
    private static boolean isDeeperThan(int levels, Object value) {
        var values = valuesIn(value);
        return values != null && (levels == 0 || values.stream().anyMatch(inner -> isDeeperThan(levels - 1, inner)));
    }

    /** Null if it is neither an object nor an array. */
    private static Collection<?> valuesIn(Object value) {
        if (value instanceof JsonObject object) {
            return object.getMap().values();
        }
        if (value instanceof JsonArray array) {
            return array.getList();
        }
        if (value instanceof Map<?, ?> map) {
            return map.values();
        }
        return value instanceof List<?> list ? list : null;
    }

    private static void acceptTextOnly(MutableCoercionConfig text) {
        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    /** A record as the plain JSON that every caller without our classes sees. */
    public static JsonObject toJson(Record body) {
        return new JsonObject(MAPPER.convertValue(body, MAP));
    }

    static Buffer toBuffer(Record body) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(body.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    static JsonObject toJson(Buffer wire) {
        try {
            return new JsonObject(MAPPER.readValue(wire.getBytes(), MAP));
        } catch (IOException e) {
            throw ServiceException.invalid("", "is not a JSON object");
        }
    }
}
