package io.kgen.protocols.contracts;

import java.time.Duration;
import java.util.Objects;

/**
 * One thing that can be asked over the bus: its address, the record it takes and the record it gives back.
 *
 * @param timeout how long a caller waits for the answer before it counts as {@link FailureCode#TIMEOUT}
 */
public record Operation<Q extends Record, R extends Record>(
        String address, Class<Q> request, Class<R> reply, Duration timeout) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    public Operation {
        Objects.requireNonNull(address);
        Objects.requireNonNull(request);
        Objects.requireNonNull(reply);
        Objects.requireNonNull(timeout);
    }

    public static <Q extends Record, R extends Record> Operation<Q, R> of(
            String address, Class<Q> request, Class<R> reply) {
        return new Operation<>(address, request, reply, DEFAULT_TIMEOUT);
    }

    public Operation<Q, R> within(Duration timeout) {
        return new Operation<>(address, request, reply, timeout);
    }

    @Override
    public String toString() {
        return address;
    }
}
