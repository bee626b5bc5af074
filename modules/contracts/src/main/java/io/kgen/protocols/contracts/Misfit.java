package io.kgen.protocols.contracts;

import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.stream.Collectors;

/** Turns Jackson's reasons why JSON does not fit a record into a sentence for the caller. */
public final class Misfit {

    private Misfit() {}

    public static ServiceFailure explain(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ServiceFailure ours) {
                return ours;
            }
        }
        if (failure.getCause() instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            return ServiceFailure.invalid(path(mapping) + " is of the wrong type");
        }
        return ServiceFailure.invalid("the body does not fit the operation");
    }

    private static String path(JsonMappingException mapping) {
        return mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName())
                .collect(Collectors.joining("/"));
    }
}
