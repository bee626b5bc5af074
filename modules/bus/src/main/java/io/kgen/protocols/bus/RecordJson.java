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
 * Converts records to JSON and back. Times are RFC 3339 text, numbers are exact, and no value is converted to another type.
 * Absent fields are omitted, and unknown fields are ignored, so that nodes of two versions understand each other.
 */
final class RecordJson {

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    /** More than any record needs; the bridge has the same limit. */
    private static final int MAX_DEPTH = 64;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new VertxModule())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addDeserializer(Instant.class, new Rfc3339.Deserializer()))
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
     * The record in the body of a message: the body itself inside a JVM, otherwise parsed from a {@code JsonObject}.
     *
     * @throws ServiceException {@link FailureCode#INVALID}, naming the field, if the body is not such a record
     */
    static <T extends Record> T read(Object body, Class<T> type) {
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
            throw BindingErrors.toServiceException(e);
        }
    }

    /** Jackson converts by recursion, so a body of some thousand levels would overflow the stack. */
    private static boolean isDeeperThan(int levels, Object value) {
        var values = valuesIn(value);
        return values != null && (levels == 0 || values.stream().anyMatch(inner -> isDeeperThan(levels - 1, inner)));
    }

    /** The values of an object or an array, or null for any other value. */
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

    /** A record as plain JSON, as a caller without the classes of the contract sees it. */
    static JsonObject toJson(Record body) {
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
