package io.kgen.protocols.users;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.BusPublisher;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.contracts.users.UsersTopics;
import io.kgen.protocols.platform.RedisClient;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.postgres.Schema;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** Serves the operations on linked numbers. */
public final class UsersVerticle extends VerticleBase {

    public static final Schema SCHEMA = new Schema("users");

    private static final long SETTLE_FENCES_MILLIS = 250;

    /** For one page of the links that are counted, for which no player waits. */
    private static final Duration COUNT_PATIENCE = Duration.ofSeconds(30);

    private final UsersConfig config;
    private final SharedLookups shared;
    private final Function<PostgresClient, LinkedNumberStore> truth;

    private PostgresClient postgres;
    private RedisClient redis;
    private BusServer bus;

    UsersVerticle(UsersConfig config, SharedLookups shared, Function<PostgresClient, LinkedNumberStore> truth) {
        this.config = config;
        this.shared = shared;
        this.truth = truth;
    }

    /** Supplies the instances of one deployment. */
    public static Supplier<UsersVerticle> instances(UsersConfig config) {
        var shared = SharedLookups.of(config);
        return () -> new UsersVerticle(config, shared, PgLinkedNumberStore::new);
    }

    /**
     * How many numbers are linked that could not be linked under today's rule for phone numbers; they stay linked. Blocks, and
     * reads them all.
     */
    public static long countFormerLinks(Vertx vertx, PostgresConfig config) {
        var postgres = PostgresClient.connect(vertx, config.withOneConnection(COUNT_PATIENCE));
        try {
            return FormerLinks.count(postgres);
        } finally {
            postgres.close().await();
        }
    }

    @Override
    public Future<?> start() {
        postgres = PostgresClient.connect(vertx, config.postgres());
        redis = RedisClient.open(vertx, config.redis());
        var publisher = new BusPublisher(vertx);
        var numbers = new CachedLinkedNumberStore(
                truth.apply(postgres),
                new LinkedNumberCache(redis, config),
                shared,
                publisher.publisher(Unfenced.NEWS));
        vertx.setPeriodic(SETTLE_FENCES_MILLIS, tick -> numbers.settleFences());
        var linking = new LinkedNumberService(numbers, publisher.publisher(UsersTopics.LINKED_NUMBER_CHANGED));
        bus = new BusServer(vertx)
                .serve(UsersOperations.FIND_LINKED_NUMBER, linking::find)
                .serve(UsersOperations.LINK_NUMBER, linking::link)
                .serve(UsersOperations.UNLINK_NUMBER, linking::unlink)
                .serve(UsersOperations.ERASE, linking::erase);
        return vertx.executeBlocking(PhoneNumbers::load)
                .compose(loaded -> shared.listens() ? listen(numbers) : Future.succeededFuture())
                .compose(listening -> bus.started());
    }

    /** Until this instance is undeployed. */
    private Future<?> listen(CachedLinkedNumberStore numbers) {
        return new BusClient(vertx).subscribe(Unfenced.NEWS, numbers::hear);
    }

    @Override
    public Future<?> stop() {
        return bus.close().eventually(redis::close).eventually(postgres::close);
    }
}
