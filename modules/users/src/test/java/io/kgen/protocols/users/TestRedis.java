package io.kgen.protocols.users;

import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.sandbox.RedisAddress;
import io.kgen.protocols.sandbox.SentinelAddress;
import io.kgen.protocols.users.redis.RedisConfig;
import io.kgen.protocols.users.redis.SentinelConfig;
import io.vertx.core.net.HostAndPort;
import java.time.Duration;

/** Configurations of the sandbox's Redis in the types of the product. */
final class TestRedis {

    /** Longer than in production, so that a slow build machine does not cause timeouts. */
    private static final Duration TIMEOUT = Duration.ofMillis(250);

    private static final RedisAddress UNUSED = new RedisAddress("127.0.0.1", 1);

    private TestRedis() {}

    static RedisConfig config(RedisAddress address) {
        return config(address, SentinelConfig.NONE, Secret.NONE);
    }

    static RedisConfig config(RedisAddress address, String password) {
        return config(address, SentinelConfig.NONE, new Secret(password));
    }

    /** The address of the master is available only from the sentinels. */
    static RedisConfig config(SentinelAddress sentinels) {
        var nodes = sentinels.nodes().stream()
                .map(node -> HostAndPort.create(node.host(), node.port()))
                .toList();
        var config = new SentinelConfig(sentinels.master(), nodes, new Secret(sentinels.password()));
        return config(UNUSED, config, Secret.NONE);
    }

    private static RedisConfig config(RedisAddress address, SentinelConfig sentinels, Secret password) {
        return new RedisConfig(address.host(), address.port(), sentinels, password, TIMEOUT);
    }
}
