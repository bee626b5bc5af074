package io.kgen.protocols.gateway.http;

import io.kgen.protocols.bus.Violation;

/** A request that is answered with an error of the HTTP contract. Without a stack trace, because clients cause it. */
public final class HttpException extends RuntimeException {

    private final ErrorCode code;
    private final Violation violation;
    private final boolean closesConnection;
    private final int retryAfter;

    public HttpException(ErrorCode code, String message) {
        this(code, message, null, false, 1);
    }

    private HttpException(
            ErrorCode code, String message, Violation violation, boolean closesConnection, int retryAfter) {
        super(message, null, false, false);
        this.code = code;
        this.violation = violation;
        this.closesConnection = closesConnection;
        this.retryAfter = retryAfter;
    }

    public static HttpException badRequest(String message) {
        return new HttpException(ErrorCode.BAD_REQUEST, message);
    }

    public static HttpException unauthorized(String reason) {
        return new HttpException(ErrorCode.UN_AUTHORIZED, reason);
    }

    /**
     * A field that breaks a rule.
     *
     * @param field a JSON pointer into the body, empty for all of it, or the name of a parameter or header
     * @param rule a phrase that begins with a verb
     */
    public static HttpException invalid(String field, String rule) {
        return invalid(new Violation(field, rule));
    }

    static HttpException invalid(Violation violation) {
        return new HttpException(ErrorCode.BAD_REQUEST, violation.sentence(), violation, false, 1);
    }

    /** The response is the last one on its connection, because the rest of the body is not read. */
    public static HttpException closingConnection(ErrorCode code, String message) {
        return new HttpException(code, message, null, true, 1);
    }

    public static HttpException tooLarge() {
        return closingConnection(ErrorCode.PAYLOAD_TOO_LARGE, "the body is too large");
    }

    /** The caller is above a limit; {@code seconds} pass until a request will be admitted. */
    public static HttpException rateLimited(int seconds) {
        return new HttpException(
                ErrorCode.RATE_LIMITED, "too many requests, try again after Retry-After seconds", null, false, seconds);
    }

    public ErrorCode code() {
        return code;
    }

    /** The field that is invalid, or null. */
    Violation violation() {
        return violation;
    }

    /** The value of {@code Retry-After}, in seconds, of an error that is worth a retry. */
    int retryAfter() {
        return retryAfter;
    }

    boolean closesConnection() {
        return closesConnection;
    }
}
