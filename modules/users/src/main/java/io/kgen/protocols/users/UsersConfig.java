package io.kgen.protocols.users;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.RedisConfig;
import io.kgen.protocols.postgres.PostgresConfig;
import java.time.Duration;

/**
 * What the users module needs to know.
 *
 * @param cacheTtl how long Redis remembers a linked number
 * @param negativeTtl how long Redis remembers that a player has none; 10 s at most
 */
public record UsersConfig(PostgresConfig postgres, RedisConfig redis, Duration cacheTtl, Duration negativeTtl) {

    private static final Duration LONGEST_NEGATIVE_TTL = Duration.ofSeconds(10);

    /** Reads the section {@code users}. */
    public static UsersConfig read(ConfigSection users, PostgresConfig postgres, RedisConfig redis) {
        var cache = users.section("cache");
        var negativeTtl = cache.duration("negative-ttl");
        if (negativeTtl.compareTo(LONGEST_NEGATIVE_TTL) > 0) {
            cache.reject("negative-ttl", "must be at most 10s");
        }
        return new UsersConfig(postgres, redis, cache.duration("ttl"), negativeTtl);
    }
}
