package io.kgen.protocols.gateway.monitoring;

import java.util.Locale;

/** How a request ended: well, with the error code of the same name, or without a response. */
public enum Outcome {
    OK,
    /** Expected: a player without a linked number, or an unknown path. */
    NOT_FOUND,
    /** The connection was closed before the response. */
    CLOSED,
    BAD_REQUEST,
    CODE_INVALID,
    UN_AUTHORIZED,
    METHOD_NOT_ALLOWED,
    IDEMPOTENCY_CONFLICT,
    PAYLOAD_TOO_LARGE,
    UNSUPPORTED_MEDIA_TYPE,
    RATE_LIMITED,
    INTERNAL,
    UNAVAILABLE,
    TIMEOUT;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The name in metrics and in the access log. */
    String label() {
        return label;
    }

    boolean isError() {
        return this != OK && this != NOT_FOUND;
    }

    /** Of a response for which no handler has said more. */
    static Outcome ofStatus(int status) {
        if (status < 400) {
            return OK;
        }
        return status < 500 ? BAD_REQUEST : INTERNAL;
    }
}
