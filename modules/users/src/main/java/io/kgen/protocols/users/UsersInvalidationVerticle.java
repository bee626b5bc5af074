package io.kgen.protocols.users;

import io.kgen.protocols.platform.TaskMeters;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresMeters;
import io.kgen.protocols.users.redis.RedisClient;
import io.kgen.protocols.users.redis.RedisMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the cached numbers of a node current. One instance for each node, deployed before {@link UsersVerticle}. */
public final class UsersInvalidationVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(UsersInvalidationVerticle.class);

    private static final long ROUND_INTERVAL_MILLIS = 100;
    private static final long CLEAN_UP_INTERVAL_MILLIS = 60_000;

    /** Short, because lookups read PostgreSQL until it is known to be unavailable. */
    private static final Duration STATEMENT_TIMEOUT = Duration.ofMillis(500);

    /** Of the clock of Redis against that of PostgreSQL, and of statements in flight. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final UsersConfig config;
    private final NodeState node;
    private final PostgresMeters postgresMeters;
    private final RedisMeters redisMeters;
    private final CacheMeters cacheMeters;
    private final TaskMeters rounds;
    private final TaskMeters cleanUps;

    private PostgresClient postgres;
    private RedisClient redis;

    public UsersInvalidationVerticle(UsersConfig config, MeterRegistry meters) {
        this.config = config;
        this.node = NodeState.of(config);
        this.postgresMeters = new PostgresMeters(meters, "users invalidation");
        this.redisMeters = new RedisMeters(meters, "users invalidation");
        this.cacheMeters = new CacheMeters(meters, node);
        this.rounds = new TaskMeters(meters, "invalidation");
        this.cleanUps = new TaskMeters(meters, "invalidation log");
    }

    CacheMeters cacheMeters() {
        return cacheMeters;
    }

    NodeState node() {
        return node;
    }

    @Override
    public Future<?> start() {
        postgres =
                PostgresClient.connect(vertx, config.postgres().withOneConnection(STATEMENT_TIMEOUT), postgresMeters);
        redis = RedisClient.open(vertx, config.redis(), redisMeters);
        var log = new InvalidationLog(postgres);
        var writer = new InvalidationWriter(new LinkedNumberCache(redis, config));
        var follower = new InvalidationFollower(log, writer, node, cacheMeters, rounds);
        vertx.setPeriodic(0, ROUND_INTERVAL_MILLIS, tick -> follower.tick());
        vertx.setPeriodic(0, CLEAN_UP_INTERVAL_MILLIS, tick -> cleanUp(log));
        return Future.succeededFuture();
    }

    /** A reader may acquire a lease before a change, and fill it as late as the lease lives. */
    private void cleanUp(InvalidationLog log) {
        cleanUps.observe(log.deleteOlderThan(config.cacheTtl().multipliedBy(2).plus(MARGIN)))
                .onFailure(failure -> LOG.warn("cannot delete old invalidations: {}", failure.getMessage()));
    }

    @Override
    public Future<?> stop() {
        return redis.close().eventually(postgres::close);
    }
}
