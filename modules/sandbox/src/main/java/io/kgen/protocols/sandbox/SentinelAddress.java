package io.kgen.protocols.sandbox;

import java.util.List;

/**
 * Where the sentinels of a replicated Redis are.
 *
 * @param master the name by which they know their master
 * @param password that of the sentinels, not of Redis
 */
public record SentinelAddress(String master, List<RedisAddress> nodes, String password) {

    public SentinelAddress {
        nodes = List.copyOf(nodes);
    }
}
