package io.kgen.protocols.users;

import static io.kgen.protocols.contracts.users.UsersOperations.ERASE;
import static io.kgen.protocols.contracts.users.UsersOperations.FIND_LINKED_NUMBER;
import static io.kgen.protocols.contracts.users.UsersOperations.LINK_NUMBER;
import static io.kgen.protocols.contracts.users.UsersOperations.UNLINK_NUMBER;

import io.kgen.protocols.audit.AuditKey;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.contracts.ErasePlayer;
import io.kgen.protocols.contracts.ErasePlayerReply;
import io.kgen.protocols.contracts.PlayerId;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.UnlinkNumber;
import io.kgen.protocols.contracts.users.UnlinkNumberReply;
import io.kgen.protocols.postgres.PostgresClient;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.users.redis.RedisConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A node that serves linked numbers on two event loops and is called over its event bus. */
final class UsersHarness implements AutoCloseable {

    static final int INSTANCES = 2;

    static final AuditKey AUDIT_KEY = AuditKey.of("the key of the hashes in the audit log");

    final InstrumentedStore numbers = new InstrumentedStore();

    private final Vertx vertx = Vertx.vertx();
    private final BusClient bus = new BusClient(vertx);
    private final NodeState state;
    final MeterRegistry meters;

    private UsersHarness(NodeState state, MeterRegistry meters) {
        this.state = state;
        this.meters = meters;
    }

    static UsersConfig config(Sandbox sandbox) {
        return config(TestPostgres.config(sandbox.postgres()), TestRedis.config(sandbox.redis()));
    }

    static UsersConfig config(PostgresConfig postgres, RedisConfig redis) {
        return new UsersConfig(postgres, redis, Duration.ofMinutes(5), Duration.ofSeconds(10));
    }

    static UsersHarness start(Sandbox sandbox) {
        return start(config(sandbox));
    }

    static UsersHarness start(UsersConfig config) {
        return start(config, config);
    }

    /** @param invalidationConfig configuration of the invalidation, for example with other ports of the same servers */
    static UsersHarness start(UsersConfig config, UsersConfig invalidationConfig) {
        var meters = new SimpleMeterRegistry();
        var invalidation = new UsersInvalidationVerticle(invalidationConfig, meters);
        var node = new UsersHarness(invalidation.node(), meters);
        var ownMeters = UsersMeters.of(meters, invalidation);
        Await.result(node.vertx.deployVerticle(invalidation));
        Await.result(node.vertx.deployVerticle(
                () -> new UsersVerticle(
                        config,
                        invalidation.node(),
                        postgres -> node.numbers.wrap(new PgLinkedNumberStore(postgres, AUDIT_KEY)),
                        ownMeters,
                        CallMetrics.NONE),
                new DeploymentOptions().setInstances(INSTANCES)));
        node.warmUp();
        return node;
    }

    /** On a slow machine, the first call of a JVM takes longer than the timeout of the bus. */
    private void warmUp() {
        var unknown = new PlayerId("issuer", "unknown");
        for (var i = 0; i < INSTANCES; i++) {
            Await.until(
                    () -> Await.failure(find(unknown), ServiceException.class).code() == FailureCode.NOT_FOUND);
        }
    }

    Future<LinkedNumber> find(PlayerId player) {
        return bus.call(FIND_LINKED_NUMBER, new FindLinkedNumber(player), CallContext.root());
    }

    /** Looks up the current number of the player. */
    String phone(PlayerId player) {
        return Await.result(find(player)).linkedPhone();
    }

    Future<LinkedNumber> link(PlayerId player, String phone) {
        return link(player, phone, null, false);
    }

    Future<LinkedNumber> replace(PlayerId player, String phone) {
        return link(player, phone, null, true);
    }

    Future<LinkedNumber> link(PlayerId player, String phone, String region, boolean replace) {
        return link(LinkNumber.builder(player, phone)
                .region(region)
                .replace(replace)
                .build());
    }

    Future<LinkedNumber> link(LinkNumber request) {
        return bus.call(LINK_NUMBER, request, CallContext.root());
    }

    Future<UnlinkNumberReply> unlink(PlayerId player) {
        return bus.call(UNLINK_NUMBER, new UnlinkNumber(player), CallContext.root());
    }

    Future<ErasePlayerReply> erase(PlayerId player) {
        return bus.call(ERASE, new ErasePlayer(player), CallContext.root());
    }

    /** Calls an operation with the given timeout. */
    <Q extends Record, R extends Record> Future<R> call(Operation<Q, R> operation, Q request, Duration timeout) {
        return bus.call(operation, request, new CallContext("request", null, System.nanoTime() + timeout.toNanos()));
    }

    /** Collects the later notifications for a player as JSON, as a subscriber without our classes receives them. */
    Queue<JsonObject> changesOf(PlayerId player) {
        var published = new ConcurrentLinkedQueue<JsonObject>();
        var consumer = vertx.eventBus().<JsonObject>consumer("users.linked-number.changed", message -> {
            if (message.body().getString("userId").equals(player.userId())) {
                published.add(message.body());
            }
        });
        Await.result(consumer.completion());
        return published;
    }

    /** Deletes as the invalidation verticle does every minute, but with the given age. */
    void deleteInvalidationsOlderThan(Sandbox sandbox, Duration age) {
        var postgres = PostgresClient.connect(vertx, TestPostgres.config(sandbox.postgres()));
        Await.result(new InvalidationLog(postgres).deleteOlderThan(age).eventually(postgres::close));
    }

    /** Returns when all current entries of the log are applied. */
    void awaitLogApplied() {
        var now = System.nanoTime();
        Await.until(() -> state.validity() != null && state.validity().readAt() - now > 0);
    }

    CacheValidity validity() {
        return state.validity();
    }

    /** Returns when both event loops serve lookups of the player from Redis. */
    void awaitCached(PlayerId player) {
        Await.until(() -> {
            var before = numbers.reads();
            // Calls alternate between the instances; one more call allows for a concurrent lookup.
            for (var i = 0; i <= INSTANCES; i++) {
                Await.result(find(player).otherwiseEmpty());
            }
            return numbers.reads() == before;
        });
    }

    @Override
    public void close() {
        Await.result(vertx.close());
    }
}
