package io.kgen.protocols.platform;

import io.vertx.core.net.HostAndPort;
import java.util.List;

/**
 * The sentinels that know which Redis is the master.
 *
 * @param master the name by which they know it; empty if there are no sentinels
 */
public record RedisSentinels(String master, List<HostAndPort> nodes, Secret password) {

    public static final RedisSentinels NONE = new RedisSentinels("", List.of(), Secret.NONE);

    private static final int NO_PORT = -1;

    static RedisSentinels read(Section section) {
        var named = section.list("nodes");
        var nodes = named.stream()
                .map(node -> HostAndPort.parseAuthority(node, NO_PORT))
                .filter(node -> node != null && !node.host().isEmpty() && node.port() > 0)
                .distinct()
                .toList();
        if (nodes.size() != named.size()) {
            section.fault("nodes", "must list each sentinel once, as host:port");
        }
        var master = section.optionalText("master");
        if (master.isEmpty() != named.isEmpty()) {
            section.fault("master", "must name the master if there are redis.sentinel.nodes, and only then");
        }
        return new RedisSentinels(master, nodes, section.secret("password"));
    }

    boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** Of the sentinels there are, not of those that answer: two sides of a network cannot both have it. */
    int majority() {
        return nodes.size() / 2 + 1;
    }
}
