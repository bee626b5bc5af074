package io.kgen.protocols.bridge;

import io.kgen.protocols.contracts.BusClient;

/** What the connections of one event loop have in common. */
record Bridge(BusClient bus, Topics topics, Principals principals, Limits limits, Node node) {

    Census census() {
        return node.census();
    }
}
