package io.kgen.protocols.bus;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * An operation of the bus: its address, its request and its reply.
 *
 * @param timeout how long a caller waits before the call fails with {@link FailureCode#TIMEOUT}
 * @param idempotency whether a request may take effect twice with the same result as once. {@link BusClient} repeats such a
 *     request when a node is lost; a reply such as {@code duplicate} may then be the reply to the second one
 * @param requestParser parses a request that arrived as JSON
 */
public record Operation<Q extends Record, R extends Record>(
        String address,
        Class<Q> request,
        Class<R> reply,
        Duration timeout,
        Predicate<Q> idempotency,
        Function<JsonObject, Q> requestParser) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    public Operation {
        Objects.requireNonNull(address);
        Objects.requireNonNull(request);
        Objects.requireNonNull(reply);
        Objects.requireNonNull(timeout);
        Objects.requireNonNull(idempotency);
        Objects.requireNonNull(requestParser);
    }

    /** An operation that is not idempotent, with a timeout of two seconds. */
    public static <Q extends Record, R extends Record> Operation<Q, R> of(
            String address, Class<Q> request, Class<R> reply) {
        return new Operation<>(
                address, request, reply, DEFAULT_TIMEOUT, never -> false, json -> RecordJson.read(json, request));
    }

    public Operation<Q, R> withTimeout(Duration timeout) {
        return new Operation<>(address, request, reply, timeout, idempotency, requestParser);
    }

    /** Every request is idempotent: it only reads, or the request alone determines what is written. */
    public Operation<Q, R> idempotent() {
        return idempotentIf(always -> true);
    }

    public Operation<Q, R> idempotentIf(Predicate<Q> idempotency) {
        return new Operation<>(address, request, reply, timeout, idempotency, requestParser);
    }

    /** Replaces the parser of requests, for a record with parts that are rejected alone. */
    public Operation<Q, R> withRequestParser(Function<JsonObject, Q> parser) {
        return new Operation<>(address, request, reply, timeout, idempotency, parser);
    }

    /**
     * The request in the body of a message: the record itself inside a JVM, otherwise parsed from a {@code JsonObject}.
     *
     * @throws ServiceException {@link FailureCode#INVALID}, naming the field, if the body is not such a request
     */
    public Q parseRequest(Object body) {
        return body instanceof JsonObject json ? requestParser.apply(json) : RecordJson.read(body, request);
    }

    /**
     * The reply in the body of a message, as in {@link #parseRequest}.
     *
     * @throws ServiceException {@link FailureCode#INVALID}, naming the field, if the body is not such a reply
     */
    public R parseReply(Object body) {
        return RecordJson.read(body, reply);
    }

    /** The request as plain JSON, as every caller in another language sends it. */
    public JsonObject requestToJson(Q record) {
        return RecordJson.toJson(record);
    }

    /** The reply as plain JSON, as every caller in another language receives it. */
    public JsonObject replyToJson(R record) {
        return RecordJson.toJson(record);
    }

    @Override
    public String toString() {
        return address;
    }
}
