package io.kgen.protocols.users;

import io.kgen.protocols.postgres.PostgresMeters;
import io.kgen.protocols.users.redis.RedisMeters;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters that the instances of {@link UsersVerticle} share. */
record UsersMeters(PostgresMeters postgres, RedisMeters redis, CacheMeters cache) {

    /** @param invalidation of the same node, whose meters of the cache they use */
    static UsersMeters of(MeterRegistry registry, UsersInvalidationVerticle invalidation) {
        return new UsersMeters(
                new PostgresMeters(registry, "users"), new RedisMeters(registry, "users"), invalidation.cacheMeters());
    }
}
