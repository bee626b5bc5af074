package io.kgen.protocols.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kgen.protocols.bus.Violation;
import java.util.List;

/**
 * The body of every error.
 *
 * @param details the field that is invalid; null, and left out, if the error is not about a field
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ErrorResponse(String error, String msg, String requestId, List<Detail> details) {

    /**
     * A field that breaks a rule.
     *
     * @param path a JSON pointer into the body, empty for all of it, or the name of a parameter or header
     */
    record Detail(String path, String rule) {}

    static ErrorResponse of(HttpException failure, String requestId) {
        return new ErrorResponse(failure.code().name(), failure.getMessage(), requestId, details(failure.violation()));
    }

    private static List<Detail> details(Violation violation) {
        return violation == null ? null : List.of(new Detail(violation.field(), violation.rule()));
    }
}
