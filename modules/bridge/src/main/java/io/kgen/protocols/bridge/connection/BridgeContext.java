package io.kgen.protocols.bridge.connection;

import io.kgen.protocols.bridge.access.Principals;
import io.kgen.protocols.bridge.limits.BridgeLimits;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.Tracing;
import io.kgen.protocols.platform.RateLimits;

/**
 * What the connections of one event loop share.
 *
 * @param tracing null if it is off
 */
public record BridgeContext(
        BusClient bus,
        SharedSubscriptions subscriptions,
        Principals principals,
        BridgeLimits limits,
        RateLimits rates,
        Tracing tracing,
        BridgeNode node) {

    BridgeStats stats() {
        return node.stats();
    }
}
