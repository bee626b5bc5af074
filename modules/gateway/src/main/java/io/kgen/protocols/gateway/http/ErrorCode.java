package io.kgen.protocols.gateway.http;

import io.kgen.protocols.gateway.monitoring.Outcome;

/** The errors of the HTTP contract; clients read their names. */
public enum ErrorCode {
    BAD_REQUEST(400),
    /** A one-time code that is unknown, used, expired or of another store. */
    CODE_INVALID(400),
    UN_AUTHORIZED(401),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    IDEMPOTENCY_CONFLICT(409),
    PAYLOAD_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    RATE_LIMITED(429),
    /** Frozen: the documented status for a player without a linked number is 500, and clients depend on it. */
    RECORD_NOT_FOUND(500),
    INTERNAL(500),
    UNAVAILABLE(503),
    TIMEOUT(504);

    private final int status;

    ErrorCode(int status) {
        this.status = status;
    }

    /** A player without a linked number is an expected result, not an error. */
    Outcome outcome() {
        return this == RECORD_NOT_FOUND ? Outcome.NOT_FOUND : Outcome.valueOf(name());
    }

    int status() {
        return status;
    }

    /** Whether a retry may succeed: the response carries {@code Retry-After}. */
    boolean isTransient() {
        return this == RATE_LIMITED || this == UNAVAILABLE;
    }
}
