package io.kgen.protocols.bridge;

import io.kgen.protocols.platform.ConfigSection;
import java.time.Duration;

/**
 * How much of a node the clients of the bridge may use.
 *
 * @param connections of the node that are a principal's, all clients together
 * @param requests of one connection that may be under way
 * @param authentication how long a connection may take to prove whose it is
 * @param frame how long one frame may take to come in whole, and what is sent to take its way out
 * @param idle how long a connection may send no frame while it waits for no answer
 */
record BridgeLimits(int connections, int requests, Duration authentication, Duration frame, Duration idle) {

    /** Of one frame, without its length. */
    static final int FRAME_BYTES = 1024 * 1024;
    /** The same of a connection that has not proved whose it is. */
    static final int STRANGERS_FRAME_BYTES = 4 * 1024;
    /** Of one connection: once the requests that are under way hold so much, one more is refused. */
    static final int REQUEST_BYTES = 4 * FRAME_BYTES;

    static BridgeLimits read(ConfigSection bridge) {
        return new BridgeLimits(
                bridge.number("connections", 1, 100_000),
                bridge.number("requests", 1, 10_000),
                bridge.duration("auth-timeout"),
                bridge.duration("frame-timeout"),
                bridge.duration("idle-timeout"));
    }
}
