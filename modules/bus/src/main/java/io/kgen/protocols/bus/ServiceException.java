package io.kgen.protocols.bus;

import java.util.Objects;

/** An expected failure, the same on both sides of the bus: a code and a sentence that may be shown to the caller. */
public final class ServiceException extends RuntimeException {

    private final FailureCode code;

    public ServiceException(FailureCode code, String publicMessage) {
        this(code, publicMessage, null);
    }

    /** The cause stays on this side: it is for the log and never crosses the bus. */
    public ServiceException(FailureCode code, String publicMessage, Throwable cause) {
        super(publicMessage, cause, false, false);
        this.code = Objects.requireNonNull(code);
    }

    public static ServiceException invalid(String publicMessage) {
        return new ServiceException(FailureCode.INVALID, publicMessage);
    }

    public static ServiceException unavailable(String publicMessage, Throwable cause) {
        return new ServiceException(FailureCode.UNAVAILABLE, publicMessage, cause);
    }

    public FailureCode code() {
        return code;
    }
}
