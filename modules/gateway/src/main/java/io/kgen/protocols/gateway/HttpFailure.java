package io.kgen.protocols.gateway;

/** A request that is answered with an error. */
final class HttpFailure extends RuntimeException {

    private final ErrorCode code;
    private final String path;
    private final String rule;

    HttpFailure(ErrorCode code, String message) {
        this(code, message, null, null);
    }

    private HttpFailure(ErrorCode code, String message, String path, String rule) {
        super(message, null, false, false);
        this.code = code;
        this.path = path;
        this.rule = rule;
    }

    static HttpFailure badRequest(String message) {
        return new HttpFailure(ErrorCode.BAD_REQUEST, message);
    }

    /**
     * A field at fault.
     *
     * @param path a JSON pointer into the body, empty for all of it, or the name of a query or path parameter
     * @param rule a phrase that begins with a verb
     */
    static HttpFailure badField(String path, String rule) {
        return new HttpFailure(ErrorCode.BAD_REQUEST, (path.isEmpty() ? "the body" : path) + " " + rule, path, rule);
    }

    ErrorCode code() {
        return code;
    }

    /** Null unless a field is at fault. */
    String path() {
        return path;
    }

    String rule() {
        return rule;
    }
}
