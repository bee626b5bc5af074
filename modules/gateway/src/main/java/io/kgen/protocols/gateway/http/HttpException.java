package io.kgen.protocols.gateway.http;

/** A request that is answered with an error. */
public final class HttpException extends RuntimeException {

    private final ErrorCode code;
    private final String path;
    private final String rule;
    private final boolean closes;

    public HttpException(ErrorCode code, String message) {
        this(code, message, null, null, false);
    }

    private HttpException(ErrorCode code, String message, String path, String rule, boolean closes) {
        super(message, null, false, false);
        this.code = code;
        this.closes = closes;
        this.path = path;
        this.rule = rule;
    }

    public static HttpException badRequest(String message) {
        return new HttpException(ErrorCode.BAD_REQUEST, message);
    }

    /**
     * A field at fault.
     *
     * @param path a JSON pointer into the body, empty for all of it, or the name of a query or path parameter
     * @param rule a phrase that begins with a verb
     */
    public static HttpException badField(String path, String rule) {
        return new HttpException(
                ErrorCode.BAD_REQUEST, (path.isEmpty() ? "the body" : path) + " " + rule, path, rule, false);
    }

    /** The answer is the last on its connection, because the body is not read any further. */
    public static HttpException closing(ErrorCode code, String message) {
        return new HttpException(code, message, null, null, true);
    }

    public static HttpException tooLarge() {
        return closing(ErrorCode.PAYLOAD_TOO_LARGE, "the body is too large");
    }

    public ErrorCode code() {
        return code;
    }

    /** Null unless a field is at fault. */
    String path() {
        return path;
    }

    String rule() {
        return rule;
    }

    boolean closes() {
        return closes;
    }
}
