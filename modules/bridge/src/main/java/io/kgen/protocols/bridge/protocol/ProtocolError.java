package io.kgen.protocols.bridge.protocol;

import static io.kgen.protocols.bus.FailureCode.FORBIDDEN;
import static io.kgen.protocols.bus.FailureCode.INVALID;
import static io.kgen.protocols.bus.FailureCode.NOT_FOUND;
import static io.kgen.protocols.bus.FailureCode.OVERLOADED;
import static io.kgen.protocols.bus.FailureCode.UNAVAILABLE;

import io.kgen.protocols.bus.FailureCode;
import java.util.Locale;

/** The errors of the bridge itself. The names in lower case are part of the protocol; some are those of the stock server. */
public enum ProtocolError {
    INVALID_JSON(INVALID, false),
    UNKNOWN_TYPE(INVALID, false),
    MISSING_ADDRESS(INVALID, false),
    INVALID_REPLY_ADDRESS(INVALID, false),
    INVALID_HEADERS(INVALID, false),
    ACCESS_DENIED(FORBIDDEN, false),
    UNKNOWN_ADDRESS(NOT_FOUND, false),
    TOO_MANY_REQUESTS(OVERLOADED, false),
    RATE_LIMITED(OVERLOADED, false),
    STOPPING(UNAVAILABLE, false),
    NOT_REGISTERED(UNAVAILABLE, false),

    INVALID_LENGTH(INVALID, true),
    FRAME_TOO_LARGE(INVALID, true),
    FRAME_TIMEOUT(INVALID, true),
    UNAUTHORIZED(FORBIDDEN, true),
    AUTH_TIMEOUT(FORBIDDEN, true),
    IDLE_TIMEOUT(INVALID, true),
    TOO_MANY_CONNECTIONS(OVERLOADED, true),
    INTERNAL(FailureCode.INTERNAL, true);

    private final FailureCode code;
    private final boolean isFatal;

    ProtocolError(FailureCode code, boolean isFatal) {
        this.code = code;
        this.isFatal = isFatal;
    }

    public FailureCode code() {
        return code;
    }

    /** The text of the error in the protocol. */
    public String message() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the connection ends: the next frame cannot be found, or the client may not send it. */
    public boolean isFatal() {
        return isFatal;
    }
}
