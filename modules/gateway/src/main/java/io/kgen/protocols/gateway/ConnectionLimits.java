package io.kgen.protocols.gateway;

import io.kgen.protocols.platform.ConfigSection;
import java.time.Duration;

/**
 * How many clients may be connected, and how long each may take.
 *
 * @param connections of all event loops together
 * @param head for a request line with its headers, from the first byte; a new connection has as long to send one
 * @param body for a whole body, from the end of the head
 * @param response how long a response that the client does not read may make no progress
 * @param idle how long a connection may stay open between two requests
 */
public record ConnectionLimits(int connections, Duration head, Duration body, Duration response, Duration idle) {

    private static final int MAX_CONNECTIONS = 1_000_000;

    /** A connection with a request in flight occupies at most a quarter of this. */
    private static final int HEAP_BYTES_FOR_EACH = 64 * 1024;

    private static final Duration EXCHANGE = Duration.ofSeconds(30);

    static ConnectionLimits read(ConfigSection http) {
        var connections = http.number("connections", 0, MAX_CONNECTIONS);
        return of(connections == 0 ? ofHeap() : connections, http.duration("idle-timeout"));
    }

    private static int ofHeap() {
        return (int) Math.min(MAX_CONNECTIONS, Runtime.getRuntime().maxMemory() / HEAP_BYTES_FOR_EACH);
    }

    /** With the deadlines of the HTTP contract. */
    public static ConnectionLimits of(int connections, Duration idle) {
        return new ConnectionLimits(connections, EXCHANGE, EXCHANGE, EXCHANGE, idle);
    }
}
