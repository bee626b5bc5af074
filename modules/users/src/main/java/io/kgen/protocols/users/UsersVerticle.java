package io.kgen.protocols.users;

import io.kgen.protocols.audit.AuditKey;
import io.kgen.protocols.bus.BusPublisher;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.contracts.users.UsersTopics;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.users.redis.RedisClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** Serves the operations on linked numbers. */
public final class UsersVerticle extends VerticleBase {

    public static final Schema SCHEMA = new Schema("users");

    /** For one page of the links that {@link #countFormerLinks} reads. */
    private static final Duration COUNT_TIMEOUT = Duration.ofSeconds(30);

    private final UsersConfig config;
    private final NodeState node;
    private final Function<PostgresClient, LinkedNumberStore> truth;
    private final UsersMeters meters;
    private final CallMetrics calls;

    private PostgresClient postgres;
    private RedisClient redis;
    private BusServer bus;

    UsersVerticle(
            UsersConfig config,
            NodeState node,
            Function<PostgresClient, LinkedNumberStore> truth,
            UsersMeters meters,
            CallMetrics calls) {
        this.config = config;
        this.node = node;
        this.truth = truth;
        this.meters = meters;
        this.calls = calls;
    }

    /**
     * Supplies the instances of one node.
     *
     * @param invalidation of the same node
     */
    public static Supplier<UsersVerticle> instances(
            UsersConfig config,
            UsersInvalidationVerticle invalidation,
            AuditKey auditKey,
            MeterRegistry meters,
            CallMetrics calls) {
        var ownMeters = UsersMeters.of(meters, invalidation);
        return () -> new UsersVerticle(
                config, invalidation.node(), postgres -> new PgLinkedNumberStore(postgres, auditKey), ownMeters, calls);
    }

    /**
     * Counts the linked numbers that the current rule for phone numbers would reject; they stay linked. Blocks, and
     * reads all of them.
     */
    public static long countFormerLinks(Vertx vertx, PostgresConfig config) {
        var postgres = PostgresClient.connect(vertx, config.withOneConnection(COUNT_TIMEOUT));
        try {
            return FormerLinks.count(postgres);
        } finally {
            postgres.close().await();
        }
    }

    @Override
    public Future<?> start() {
        postgres = PostgresClient.connect(vertx, config.postgres(), meters.postgres());
        redis = RedisClient.open(vertx, config.redis(), meters.redis());
        var store = new CachedLinkedNumberStore(
                truth.apply(postgres), new LinkedNumberCache(redis, config), node, meters.cache());
        var publisher = new BusPublisher(vertx).publisher(UsersTopics.LINKED_NUMBER_CHANGED);
        var service = new LinkedNumberService(store, publisher);
        bus = new BusServer(vertx, calls)
                .serve(UsersOperations.FIND_LINKED_NUMBER, service::find)
                .serve(UsersOperations.LINK_NUMBER, service::link)
                .serve(UsersOperations.UNLINK_NUMBER, service::unlink)
                .serve(UsersOperations.ERASE, service::erase);
        return vertx.executeBlocking(PhoneNumbers::load).compose(loaded -> bus.started());
    }

    @Override
    public Future<?> stop() {
        return bus.close().eventually(redis::close).eventually(postgres::close);
    }
}
