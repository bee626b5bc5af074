package io.kgen.protocols.bus;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why an operation failed. The numbers are part of the bus contract; the last two codes arise at the caller and never cross the wire. */
public enum FailureCode {
    INVALID(400),
    FORBIDDEN(403),
    NOT_FOUND(404),
    CONFLICT(409),
    OVERLOADED(429),
    INTERNAL(500),
    UNAVAILABLE(503),

    /** No node of the cluster serves the operation. */
    NO_HANDLERS(-1),
    /** No reply before the deadline. Whether the operation took effect is unknown: repeat the call with the same key. */
    TIMEOUT(-1);

    private static final Map<Integer, FailureCode> BY_NUMBER = Stream.of(values())
            .filter(code -> code.number > 0)
            .collect(Collectors.toUnmodifiableMap(FailureCode::number, Function.identity()));

    private final int number;

    FailureCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /** The code of a received number; a number that this version does not know is {@link #INTERNAL}. */
    public static FailureCode of(int number) {
        return BY_NUMBER.getOrDefault(number, INTERNAL);
    }
}
