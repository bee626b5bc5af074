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
        BridgeLimits limits,
        RateLimits rates,
        PrincipalMeters meters,
        Tracing tracing,
        BridgeNode node) {

    /** Those of now: a reload of the configuration changes them. */
    Principals principals() {
        return node.principals();
    }

    BridgeStats stats() {
        return node.stats();
    }
}
