package io.kgen.protocols.gateway;

import io.kgen.protocols.platform.Section;
import java.time.Duration;

/**
 * How many clients may be connected, and how long each may take.
 *
 * @param connections of all event loops together
 * @param head for a request line with its headers, from the first byte; a new connection has as long to send one
 * @param body for a whole body, from the end of the head
 * @param answer how long an answer that the client does not read may make no progress
 * @param idle how long a connection may stay open between two requests
 */
public record ConnectionLimits(int connections, Duration head, Duration body, Duration answer, Duration idle) {

    private static final int MAX_CONNECTIONS = 1_000_000;
    private static final Duration EXCHANGE = Duration.ofSeconds(30);

    static ConnectionLimits read(Section http) {
        return of(http.number("connections", 1, MAX_CONNECTIONS), http.duration("idle-timeout"));
    }

    /** With the deadlines of the HTTP contract. */
    public static ConnectionLimits of(int connections, Duration idle) {
        return new ConnectionLimits(connections, EXCHANGE, EXCHANGE, EXCHANGE, idle);
    }
}
