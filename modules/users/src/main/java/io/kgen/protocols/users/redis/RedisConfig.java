package io.kgen.protocols.users.redis;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Host;
import io.kgen.protocols.platform.Secret;
import java.time.Duration;

/**
 * The address of Redis, or of its sentinels, and the access to it.
 *
 * @param host not used if there are sentinels, which know the address of the master
 * @param timeout of one command; Redis is a cache, so the caller continues without it
 */
public record RedisConfig(String host, int port, SentinelConfig sentinels, RedisAccess access, Duration timeout) {

    /** With the default user and without TLS. */
    public RedisConfig(String host, int port, SentinelConfig sentinels, Secret password, Duration timeout) {
        this(host, port, sentinels, RedisAccess.ofDefaultUser(password), timeout);
    }

    public static RedisConfig read(ConfigSection section) {
        var host = section.host("host");
        if (!host.isEmpty() && !Host.isValidInUri(host)) {
            section.reject("host", "must be a host as in a URI: no underscore, and no number at the end of a name");
        }
        return new RedisConfig(
                host,
                section.port("port"),
                SentinelConfig.read(section.section("sentinel")),
                RedisAccess.read(section),
                section.duration("timeout"));
    }

    public RedisConfig with(RedisAccess other) {
        return new RedisConfig(host, port, sentinels, other, timeout);
    }
}
