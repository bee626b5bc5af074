package io.kgen.protocols.bus;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One thing that can be asked over the bus: its address, the record it takes and the record it gives back.
 *
 * @param timeout how long a caller waits for the answer before it counts as {@link FailureCode#TIMEOUT}
 * @param repeatable which requests may take place twice and leave the same behind as if once: {@link BusClient} asks those
 *     again by itself when a node is lost. An answer such as {@code duplicate} may then be to the second of the two
 * @param requestParser parses a request that arrived as JSON
 */
public record Operation<Q extends Record, R extends Record>(
        String address,
        Class<Q> request,
        Class<R> reply,
        Duration timeout,
        Predicate<Q> repeatable,
        Function<JsonObject, Q> requestParser) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    public Operation {
        Objects.requireNonNull(address);
        Objects.requireNonNull(request);
        Objects.requireNonNull(reply);
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(repeatable);
        Objects.requireNonNull(requestParser);
    }

    /** None of its requests is repeatable. */
    public static <Q extends Record, R extends Record> Operation<Q, R> of(
            String address, Class<Q> request, Class<R> reply) {
        return new Operation<>(
                address, request, reply, DEFAULT_TIMEOUT, never -> false, json -> RecordJson.read(json, request));
    }

    public Operation<Q, R> within(Duration timeout) {
        return new Operation<>(address, request, reply, timeout, repeatable, requestParser);
    }

    /** All of its requests are: it only reads, or what it writes is decided by the request alone. */
    public Operation<Q, R> alwaysRepeatable() {
        return repeatableIf(always -> true);
    }

    public Operation<Q, R> repeatableIf(Predicate<Q> repeatable) {
        return new Operation<>(address, request, reply, timeout, repeatable, requestParser);
    }

    /** Replaces the parser of requests, for a record that is not refused as a whole when one of its parts is. */
    public Operation<Q, R> withRequestParser(Function<JsonObject, Q> parser) {
        return new Operation<>(address, request, reply, timeout, repeatable, parser);
    }

    /**
     * The request that a message body carries: the record itself inside a JVM, else parsed from its {@code JsonObject}.
     *
     * @throws ServiceException {@link FailureCode#INVALID}, naming the field, if the body is not such a request
     */
    public Q parseRequest(Object body) {
        return body instanceof JsonObject json ? requestParser.apply(json) : RecordJson.read(body, request);
    }

    @Override
    public String toString() {
        return address;
    }
}
