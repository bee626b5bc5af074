package io.kgen.protocols.users.redis;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Host;
import io.kgen.protocols.platform.Secret;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The sentinels that know which Redis is the master.
 *
 * @param master the name of the master in their configuration; empty if there are no sentinels
 */
public record SentinelConfig(String master, List<HostAndPort> nodes, RedisAccess access) {

    public static final SentinelConfig NONE = new SentinelConfig("", List.of(), Secret.NONE);

    /** With the default user and without TLS. */
    public SentinelConfig(String master, List<HostAndPort> nodes, Secret password) {
        this(master, nodes, RedisAccess.ofDefaultUser(password));
    }

    private static final Pattern NODE = Pattern.compile("(\\[[^]]+]|[^:]+):([1-9]\\d{0,4})");
    private static final int HIGHEST_PORT = 65_535;

    static SentinelConfig read(ConfigSection section) {
        var named = section.list("nodes");
        var nodes = named.stream()
                .map(SentinelConfig::node)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (nodes.size() != named.size()) {
            section.reject("nodes", "must list each sentinel once, as host:port");
        }
        var master = section.optionalText("master");
        if (master.isEmpty() != named.isEmpty()) {
            section.reject("master", "must name the master if there are redis.sentinel.nodes, and only then");
        }
        return new SentinelConfig(master, nodes, RedisAccess.read(section));
    }

    private static Optional<HostAndPort> node(String text) {
        var node = NODE.matcher(text);
        if (!node.matches() || Integer.parseInt(node.group(2)) > HIGHEST_PORT) {
            return Optional.empty();
        }
        try {
            return Optional.of(Host.parse(node.group(1)))
                    .filter(Host::isValidInUri)
                    .map(host -> HostAndPort.create(host, Integer.parseInt(node.group(2))));
        } catch (IllegalArgumentException notAHost) {
            return Optional.empty();
        }
    }

    boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** Of all configured sentinels, not of those that reply: two sides of a partitioned network cannot both have it. */
    int majority() {
        return nodes.size() / 2 + 1;
    }
}
