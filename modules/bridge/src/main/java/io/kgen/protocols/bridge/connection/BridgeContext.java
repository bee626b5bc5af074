package io.kgen.protocols.bridge.connection;

import io.kgen.protocols.bridge.access.Principals;
import io.kgen.protocols.bridge.limits.BridgeLimits;
import io.kgen.protocols.bus.BusClient;

/** What the connections of one event loop share. */
public record BridgeContext(
        BusClient bus, SharedSubscriptions subscriptions, Principals principals, BridgeLimits limits, BridgeNode node) {

    BridgeStats stats() {
        return node.stats();
    }
}
