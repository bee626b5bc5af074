package io.kgen.protocols.users.redis;

import io.kgen.protocols.platform.ClientTls;
import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Secret;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.RedisOptions;

/**
 * The credentials for a Redis or a sentinel, and the encryption of the connection.
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

    /** Not as part of the connection string, so that no character must be escaped. */
    RedisOptions apply(RedisOptions options, NetClientOptions connection) {
        if (!user.isEmpty()) {
            // Redis accepts any password for a user without one, also an empty one.
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
