package io.kgen.protocols.bus;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Turns Jackson's reasons why JSON does not fit a record into a sentence for the caller. */
public final class BindingErrors {

    public static final String TOO_DEEP = "is nested too deeply";

    private static final Map<Class<?>, String> RULES = Map.of(
            String.class, "must be a string",
            Instant.class, "must be " + Rfc3339.FORMAT_HINT,
            BigDecimal.class, "must be a number",
            Integer.class, "must be an integer of 32 bits",
            Long.class, "must be an integer of 64 bits",
            Boolean.class, "must be true or false",
            boolean.class, "must be true or false");

    private BindingErrors() {}

    public static ServiceException explain(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServiceException ours) {
                return ours;
            }
        }
        if (failure.getCause() instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            return ServiceException.invalid(path(mapping), rule(mapping));
        }
        return ServiceException.invalid("", "does not fit the operation");
    }

    private static String rule(JsonMappingException mapping) {
        var type = type(mapping.getPath().get(mapping.getPath().size() - 1));
        if (Collection.class.isAssignableFrom(type)) {
            return "must be an array";
        }
        return type.isRecord() ? "must be an object" : RULES.getOrDefault(type, "is of the wrong type");
    }

    /** What the field should be; of an item of a list it is not known. */
    private static Class<?> type(JsonMappingException.Reference field) {
        return field.getFrom() instanceof Class<?> record && record.isRecord()
                ? Arrays.stream(record.getRecordComponents())
                        .filter(component -> component.getName().equals(field.getFieldName()))
                        .findFirst()
                        .<Class<?>>map(RecordComponent::getType)
                        .orElse(Object.class)
                : Object.class;
    }

    private static String path(JsonMappingException mapping) {
        return mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("/"));
    }
}
