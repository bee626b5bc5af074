package io.kgen.protocols.platform;

import java.time.Duration;

/**
 * Where Redis is.
 *
 * @param host not asked if there are sentinels, which know where the master is
 * @param timeout how long one command may take; Redis is a cache, so its caller goes on without it
 */
public record RedisConfig(String host, int port, RedisSentinels sentinels, Secret password, Duration timeout) {

    public static RedisConfig read(Section section) {
        return new RedisConfig(
                section.text("host"),
                section.port("port"),
                RedisSentinels.read(section.section("sentinel")),
                section.secret("password"),
                section.duration("timeout"));
    }
}
