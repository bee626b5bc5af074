package io.kgen.protocols.bridge;

import io.kgen.protocols.bridge.access.Principal;
import io.kgen.protocols.bridge.access.Principals;
import io.kgen.protocols.bridge.connection.BridgeNode;
import io.kgen.protocols.bridge.connection.BridgeStats;
import io.kgen.protocols.bridge.limits.BridgeLimits;
import io.kgen.protocols.bus.BusPublisher;
import io.kgen.protocols.bus.BusServer;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.bus.Topic;
import io.kgen.protocols.contracts.analytics.AnalyticsOperations;
import io.kgen.protocols.contracts.analytics.ParticipationSummary;
import io.kgen.protocols.contracts.analytics.RecordParticipation;
import io.kgen.protocols.contracts.analytics.RecordParticipationReply;
import io.kgen.protocols.contracts.analytics.WriteStatus;
import io.kgen.protocols.contracts.users.FindLinkedNumber;
import io.kgen.protocols.contracts.users.LinkedNumber;
import io.kgen.protocols.contracts.users.UsersOperations;
import io.kgen.protocols.platform.LimitsConfig;
import io.kgen.protocols.platform.RateLimits;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.sandbox.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A bridge on two event loops, with test services on its bus. */
public final class BridgeFixture implements AutoCloseable {

    static final String ALICE = "the-token-of-alice-is-long-enough";
    static final String BOB = "the-token-of-bob-is-long-enough-too";
    static final String FIND = "users.linked-number.find";
    static final String CHANGED = "users.linked-number.changed";

    static final BridgeLimits LIMITS =
            new BridgeLimits(20, 5, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(1));
    public static final long HEAP = 128L * 1024 * 1024;
    static final Duration SOON = Duration.ofMillis(200);

    public static final Principals PRINCIPALS = new Principals(List.of(
            new Principal(
                    "alice",
                    List.of(new Secret(ALICE)),
                    null,
                    Set.of(),
                    Set.of(FIND, "users.erase", "analytics.participation.record", "analytics.participation.summary"),
                    Set.of(CHANGED)),
            new Principal("bob", List.of(new Secret(BOB)), null, Set.of(), Set.of(FIND), Set.of())));

    final Vertx vertx = Vertx.vertx();
    final BridgeNode node;
    final BridgeStats stats;
    final AtomicInteger asked = new AtomicInteger();
    final AtomicReference<RecordParticipation> recorded = new AtomicReference<>();

    volatile Function<FindLinkedNumber, Future<LinkedNumber>> find =
            request -> Future.succeededFuture(numberOf(request));

    private final List<BridgeVerticle> verticles = new CopyOnWriteArrayList<>();
    private final BridgeConfig config;
    private final String deployment;

    private BridgeFixture(BridgeLimits limits, TlsConfig tls, Principals principals, long heap) {
        this(limits, tls, principals, heap, LimitsConfig.NONE);
    }

    private BridgeFixture(BridgeLimits limits, TlsConfig tls, Principals principals, long heap, LimitsConfig rates) {
        config = new BridgeConfig(true, "127.0.0.1", 0, tls, principals, limits, Duration.ofSeconds(15));
        node = config.newNode(heap);
        stats = node.stats();
        Await.result(new BusServer(vertx)
                .serve(UsersOperations.FIND_LINKED_NUMBER, request -> {
                    asked.incrementAndGet();
                    return find.apply(request);
                })
                .serve(AnalyticsOperations.RECORD_PARTICIPATION, request -> {
                    recorded.set(request);
                    return Future.succeededFuture(new RecordParticipationReply(WriteStatus.STORED));
                })
                .serve(AnalyticsOperations.PARTICIPATION_SUMMARY, request -> Future.succeededFuture(summary()))
                .started());
        var meters = new SimpleMeterRegistry();
        var instances = BridgeVerticle.instances(config, node, new RateLimits(rates, meters), meters, CallMetrics.NONE);
        deployment = Await.result(vertx.deployVerticle(
                () -> {
                    var instance = instances.get();
                    verticles.add(instance);
                    return instance;
                },
                new DeploymentOptions().setInstances(2)));
    }

    static BridgeFixture start() {
        return start(LIMITS);
    }

    static BridgeFixture start(BridgeLimits limits) {
        return new BridgeFixture(limits, TlsConfig.NONE, PRINCIPALS, HEAP);
    }

    static BridgeFixture start(LimitsConfig rates) {
        return new BridgeFixture(LIMITS, TlsConfig.NONE, PRINCIPALS, HEAP, rates);
    }

    static BridgeFixture start(TlsConfig tls, Principals principals) {
        return new BridgeFixture(LIMITS, tls, principals, HEAP);
    }

    /** Starts a bridge with budgets for a heap of this size. */
    static BridgeFixture start(BridgeLimits limits, long heap) {
        return new BridgeFixture(limits, TlsConfig.NONE, PRINCIPALS, heap);
    }

    static LinkedNumber numberOf(FindLinkedNumber request) {
        return new LinkedNumber(request.player().userId(), "", "", "", "1234567890", "");
    }

    private static ParticipationSummary summary() {
        return new ParticipationSummary(
                Long.MAX_VALUE,
                1,
                1,
                new BigDecimal("0.1000000000000000055"),
                new BigDecimal("1E+2"),
                new BigDecimal("99.90"),
                List.of());
    }

    int port() {
        return verticles.get(0).port();
    }

    /** Gives the running bridge other principals. */
    void reload(Principals principals) {
        var changed = new BridgeConfig(
                true, config.host(), config.port(), config.tls(), principals, config.limits(), config.drain());
        verticles.forEach(instance -> Await.result(instance.reload(changed)));
    }

    /** An unauthenticated client. */
    Client connect() {
        return new Client(port());
    }

    /** An authenticated client. */
    Client connect(String token) {
        var client = connect().send("{\"type\":\"auth\",\"token\":\"" + token + "\"}");
        client.receive();
        return client;
    }

    public static String find(String replyAddress) {
        return requestFrame(FIND, replyAddress, "{\"issuer\":\"demo\",\"userId\":\"1234\"}");
    }

    static String requestFrame(String address, String replyAddress, String body) {
        return """
                {"type":"send","address":"%s","replyAddress":"%s","headers":{},"body":%s}""".formatted(address, replyAddress, body);
    }

    <T extends Record> void publish(Topic<T> topic, T message) {
        new BusPublisher(vertx).publisher(topic).accept(message);
    }

    Future<Void> stop() {
        return vertx.undeploy(deployment);
    }

    /** Waits until the node keeps nothing for any client. */
    void awaitReleased() {
        Await.until(() -> stats.connections() == 0 && stats.requests() == 0 && stats.subscriptions() == 0);
        Await.until(() -> node.unauthenticated().count() == 0 && reservedBytes() == 0);
    }

    long reservedBytes() {
        var budgets = node.budgets();
        return budgets.frameBytes() + budgets.requestBytes() + budgets.unsentBytes();
    }

    @Override
    public void close() {
        Await.result(vertx.close());
    }
}
