package io.kgen.protocols.sandbox;

import java.util.List;

/**
 * Addresses of the sentinels of a replicated Redis.
 *
 * @param master the name of the master in the configuration of the sentinels
 * @param password the password of the sentinels, not of Redis
 */
public record SentinelAddress(String master, List<RedisAddress> nodes, String password) {

    public SentinelAddress {
        nodes = List.copyOf(nodes);
    }
}
