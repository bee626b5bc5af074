package io.kgen.protocols.bus;

import java.util.Objects;

/** An expected failure, the same on both sides of the bus: a code and a sentence that may be shown to the caller. */
public final class ServiceException extends RuntimeException {

    private final FailureCode code;
    private final Violation violation;

    public ServiceException(FailureCode code, String publicMessage) {
        this(code, publicMessage, null);
    }

    /** The cause is for the log of this node and never crosses the bus. */
    public ServiceException(FailureCode code, String publicMessage, Throwable cause) {
        this(code, publicMessage, cause, null);
    }

    private ServiceException(FailureCode code, String publicMessage, Throwable cause, Violation violation) {
        super(publicMessage, cause, false, false);
        this.code = Objects.requireNonNull(code);
        this.violation = violation;
    }

    public static ServiceException invalid(Violation violation) {
        return new ServiceException(FailureCode.INVALID, violation.sentence(), null, violation);
    }

    /**
     * A request with a field that breaks a rule.
     *
     * @param field the name of the field, or a JSON pointer to it; empty if the whole body is invalid
     * @param rule a phrase that begins with a verb
     */
    public static ServiceException invalid(String field, String rule) {
        return invalid(new Violation(field, rule));
    }

    public static ServiceException unavailable(String publicMessage, Throwable cause) {
        return new ServiceException(FailureCode.UNAVAILABLE, publicMessage, cause);
    }

    /** Whether a failure is a {@link ServiceException} with this code. */
    public static boolean is(Throwable failure, FailureCode code) {
        return failure instanceof ServiceException service && service.code == code;
    }

    /** The code of the failure of a call; null if there is no failure. */
    static FailureCode codeOf(Throwable failure) {
        if (failure == null) {
            return null;
        }
        return failure instanceof ServiceException service ? service.code : FailureCode.INTERNAL;
    }

    public FailureCode code() {
        return code;
    }

    /** The field that is invalid, or null. It stays on this node: over the bus, the message names the field. */
    public Violation violation() {
        return violation;
    }
}
