package io.kgen.protocols.bridge;

import io.kgen.protocols.contracts.BusClient;

/** What the connections of one event loop have in common. */
record Bridge(BusClient bus, Principals principals, Limits limits, Census census) {}
