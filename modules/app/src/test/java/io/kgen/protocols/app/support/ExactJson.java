package io.kgen.protocols.app.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Map;

/** Parses JSON without loss of digits, as a careful service does. */
public final class ExactJson {

    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ExactJson() {}

    /** Any JSON value. */
    public static Object value(String json) {
        return parse(json, new TypeReference<>() {});
    }

    public static JsonObject object(String json) {
        return new JsonObject(parse(json, OBJECT));
    }

    /** The fields of an object, with numbers that are equal by value: a service may send 1E5 as 100000. */
    public static Map<String, Object> normalized(String json) {
        var fields = parse(json, OBJECT);
        fields.replaceAll((name, value) ->
                value instanceof Number number ? new BigDecimal(number.toString()).stripTrailingZeros() : value);
        return fields;
    }

    private static <T> T parse(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
