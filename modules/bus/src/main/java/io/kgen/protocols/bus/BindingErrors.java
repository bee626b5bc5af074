package io.kgen.protocols.bus;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Maps an error of Jackson's data binding to the field that is invalid and the rule that it breaks. */
final class BindingErrors {

    static final String TOO_DEEP = "is nested too deeply";

    private static final Map<Class<?>, String> RULES = Map.of(
            String.class, "must be a string",
            Instant.class, "must be " + Rfc3339.FORMAT_HINT,
            BigDecimal.class, "must be a number",
            Integer.class, "must be a 32-bit integer",
            Long.class, "must be a 64-bit integer",
            Boolean.class, "must be true or false",
            boolean.class, "must be true or false");

    private BindingErrors() {}

    static ServiceException toServiceException(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServiceException service) {
                return service;
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

    /** The declared type of the field, or {@code Object} for an item of a list. */
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
