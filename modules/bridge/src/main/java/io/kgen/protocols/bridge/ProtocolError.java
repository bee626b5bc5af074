package io.kgen.protocols.bridge;

import static io.kgen.protocols.bus.FailureCode.FORBIDDEN;
import static io.kgen.protocols.bus.FailureCode.INVALID;
import static io.kgen.protocols.bus.FailureCode.NOT_FOUND;
import static io.kgen.protocols.bus.FailureCode.OVERLOADED;
import static io.kgen.protocols.bus.FailureCode.UNAVAILABLE;

import io.kgen.protocols.bus.FailureCode;
import java.util.Locale;

/** Why the bridge itself refuses something; the names in lower case are published, and some of them are the stock server's. */
enum ProtocolError {
    INVALID_JSON(INVALID),
    UNKNOWN_TYPE(INVALID),
    MISSING_ADDRESS(INVALID),
    INVALID_REPLY_ADDRESS(INVALID),
    INVALID_HEADERS(INVALID),
    ACCESS_DENIED(FORBIDDEN),
    UNKNOWN_ADDRESS(NOT_FOUND),
    TOO_MANY_REQUESTS(OVERLOADED),
    STOPPING(UNAVAILABLE),
    NOT_REGISTERED(UNAVAILABLE),

    INVALID_LENGTH(INVALID),
    FRAME_TOO_LARGE(INVALID),
    FRAME_TIMEOUT(INVALID),
    UNAUTHORIZED(FORBIDDEN),
    AUTH_TIMEOUT(FORBIDDEN),
    IDLE_TIMEOUT(INVALID),
    TOO_MANY_CONNECTIONS(OVERLOADED),
    INTERNAL(FailureCode.INTERNAL);

    private final FailureCode code;

    ProtocolError(FailureCode code) {
        this.code = code;
    }

    FailureCode code() {
        return code;
    }

    String message() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Nobody knows where the next frame would begin, or whose it would be. */
    boolean isFinal() {
        return compareTo(INVALID_LENGTH) >= 0;
    }
}
