package io.kgen.protocols.bridge.limits;

import io.kgen.protocols.platform.ConfigSection;
import java.time.Duration;

/**
 * The limits for the clients of the bridge.
 *
 * @param connections the authenticated connections of the node
 * @param requests the requests in flight of one connection
 * @param authentication the time in which a connection must authenticate
 * @param frame the time for one frame to arrive completely, and for queued frames to make progress
 * @param idle the time without a frame after which a connection without requests in flight is closed
 */
public record BridgeLimits(int connections, int requests, Duration authentication, Duration frame, Duration idle) {

    /** The maximum size of a frame, without its length prefix. */
    public static final int FRAME_BYTES = 1024 * 1024;
    /** The maximum size of a frame on an unauthenticated connection. */
    public static final int UNAUTHENTICATED_FRAME_BYTES = 4 * 1024;
    /** If the requests in flight of one connection have this size, a further one is rejected. */
    public static final int REQUEST_BYTES = 4 * FRAME_BYTES;

    public static BridgeLimits read(ConfigSection bridge) {
        return new BridgeLimits(
                bridge.number("connections", 1, 100_000),
                bridge.number("requests", 1, 10_000),
                bridge.duration("auth-timeout"),
                bridge.duration("frame-timeout"),
                bridge.duration("idle-timeout"));
    }
}
