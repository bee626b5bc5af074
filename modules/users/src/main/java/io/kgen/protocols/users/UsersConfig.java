package io.kgen.protocols.users;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.users.redis.RedisConfig;
import java.time.Duration;

/**
 * The configuration of the users module.
 *
 * @param cacheTtl time to live of a linked number in Redis
 * @param negativeTtl time to live of a negative entry, at most 10 s
 */
public record UsersConfig(PostgresConfig postgres, RedisConfig redis, Duration cacheTtl, Duration negativeTtl) {

    private static final Duration MAX_NEGATIVE_TTL = Duration.ofSeconds(10);

    /** Reads the sections {@code users} and {@code redis}. */
    public static UsersConfig read(ConfigSection users, PostgresConfig postgres, ConfigSection redis) {
        var cache = users.section("cache");
        var negativeTtl = cache.duration("negative-ttl");
        if (negativeTtl.compareTo(MAX_NEGATIVE_TTL) > 0) {
            cache.reject("negative-ttl", "must be at most 10s");
        }
        return new UsersConfig(postgres, RedisConfig.read(redis), cache.duration("ttl"), negativeTtl);
    }
}
