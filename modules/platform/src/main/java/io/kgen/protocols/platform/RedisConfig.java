package io.kgen.protocols.platform;

import java.time.Duration;

/**
 * Where Redis is.
 *
 * @param timeout how long one command may take; Redis is a cache, so its caller goes on without it
 */
public record RedisConfig(String host, int port, Secret password, Duration timeout) {

    public static RedisConfig read(Section section) {
        return new RedisConfig(
                section.text("host"), section.port("port"), section.secret("password"), section.duration("timeout"));
    }
}
