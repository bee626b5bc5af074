package io.kgen.protocols.analytics;

import io.kgen.protocols.audit.AuditKey;
import io.kgen.protocols.audit.AuditVerticle;
import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.CallMetrics;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.PostgresAddress;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.TestSql;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Deploys the verticles of the module as a node does, calls them over the bus, and runs SQL that bypasses them. */
public final class AnalyticsHarness implements AutoCloseable {

    public static final AuditKey AUDIT_KEY = AuditKey.of("the key of the hashes in the audit log");

    private static final Duration RETENTION = Duration.ofDays(90);

    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final BusClient bus = new BusClient(vertx);
    private final PostgresAddress postgres;
    private final PostgresConfig config;

    private AnalyticsHarness(PostgresAddress postgres, PostgresConfig config) {
        this.postgres = postgres;
        this.config = config;
    }

    public static AnalyticsHarness on(Sandbox sandbox) {
        migrate(sandbox);
        return on(sandbox.postgres(), 1);
    }

    public static AnalyticsHarness on(PostgresAddress postgres, int instances) {
        return on(postgres, TestPostgres.config(postgres), instances);
    }

    /** Deploys with the given statement timeout. */
    public static AnalyticsHarness on(PostgresAddress postgres, Duration timeout, int instances) {
        return on(postgres, TestPostgres.config(postgres, timeout), instances);
    }

    public static AnalyticsHarness on(PostgresAddress postgres, PostgresConfig config, int instances) {
        var deployed = new AnalyticsHarness(postgres, config);
        deployed.deploy(instances);
        return deployed;
    }

    public void deploy(int instances) {
        var analytics = new AnalyticsConfig(config, RETENTION);
        vertx.deployVerticle(new AnalyticsMaintenanceVerticle(analytics, AUDIT_KEY, meters, CallMetrics.NONE))
                .await();
        vertx.deployVerticle(
                        AnalyticsVerticle.instances(analytics, meters, CallMetrics.NONE),
                        new DeploymentOptions().setInstances(instances))
                .await();
    }

    /** Undeploys the module. The bus stays open, so that the replies in flight arrive. */
    public void undeploy() {
        vertx.deploymentIDs().forEach(id -> vertx.undeploy(id).await());
    }

    public static void migrate(Sandbox sandbox) {
        Schema.migrate(
                TestPostgres.config(sandbox.postgres()), List.of(AuditVerticle.SCHEMA, AnalyticsVerticle.SCHEMA));
    }

    public <Q extends Record, R extends Record> Future<R> call(Operation<Q, R> operation, Q request) {
        return bus.call(operation, request, CallContext.root());
    }

    public <Q extends Record, R extends Record> R callAndAwait(Operation<Q, R> operation, Q request) {
        return call(operation, request).await();
    }

    /** Calls an operation with plain JSON, as a caller without the record classes does. */
    public JsonObject callWithJson(Operation<?, ?> operation, JsonObject request) {
        return vertx.eventBus()
                .<JsonObject>request(operation.address(), request)
                .await()
                .body();
    }

    /** The meters that the module has registered. */
    public MeterRegistry meters() {
        return meters;
    }

    public BusClient bus() {
        return bus;
    }

    /** Subscribes to plain JSON, as a service without the record classes does. */
    public void subscribe(String address, Consumer<JsonObject> subscriber) {
        vertx.eventBus()
                .<JsonObject>consumer(address, message -> subscriber.accept(message.body()))
                .completion()
                .await();
    }

    /** The code of a call that fails, or null if it succeeds. */
    public <Q extends Record, R extends Record> FailureCode failureOf(Operation<Q, R> operation, Q request) {
        return failureOf(call(operation, request));
    }

    public static FailureCode failureOf(Future<?> reply) {
        return reply.<FailureCode>map(ignored -> null)
                .otherwise(failure -> ((ServiceException) failure).code())
                .await();
    }

    /** The first column of each row of a statement that bypasses the module. */
    public List<String> sql(String sql) {
        return TestSql.rows(postgres, sql);
    }

    /** Undeploys all verticles in the order in which a node stops. */
    @Override
    public void close() {
        vertx.close().await();
    }
}
