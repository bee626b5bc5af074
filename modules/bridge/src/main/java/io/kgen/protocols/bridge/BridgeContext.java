package io.kgen.protocols.bridge;

import io.kgen.protocols.bus.BusClient;

/** What the connections of one event loop have in common. */
record BridgeContext(BusClient bus, Topics topics, Principals principals, BridgeLimits limits, Node node) {

    BridgeStats census() {
        return node.census();
    }
}
