package io.kgen.protocols.platform;

import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisOptions;

/**
 * How a Redis or a sentinel is told who we are, and how the connection is encrypted.
 *
 * @param user of an access control list; empty for the default user
 */
public record RedisAccess(String user, Secret password, ClientTls tls) {

    static RedisAccess read(ConfigSection section) {
        return new RedisAccess(
                section.optionalText("user"), section.secret("password"), ClientTls.read(section.section("tls")));
    }

    static RedisAccess ofDefaultUser(Secret password) {
        return new RedisAccess("", password, ClientTls.OFF);
    }

    /** Never as part of the connection string, so no character of either needs an escape. */
    RedisOptions apply(RedisOptions options, NetClientOptions connection) {
        if (!user.isEmpty()) {
            // A user without a password proves itself by any, an empty one too.
            options.setUser(user).setPassword(password.value());
        } else if (!password.isEmpty()) {
            options.setPassword(password.value());
        }
        return options.setNetClientOptions(tls.apply(connection));
    }

    String scheme() {
        return tls.isOn() ? "rediss" : "redis";
    }
}
