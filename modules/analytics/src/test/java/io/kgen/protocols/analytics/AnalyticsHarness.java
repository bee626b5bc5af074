package io.kgen.protocols.analytics;

import io.kgen.protocols.bus.BusClient;
import io.kgen.protocols.bus.CallContext;
import io.kgen.protocols.bus.FailureCode;
import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.ServiceException;
import io.kgen.protocols.postgres.PostgresConfig;
import io.kgen.protocols.postgres.Schema;
import io.kgen.protocols.postgres.TestPostgres;
import io.kgen.protocols.sandbox.PostgresAddress;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.TestSql;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The module as it is deployed, called over the bus, and a connection of one's own to look behind it. */
public final class AnalyticsHarness implements AutoCloseable {

    private static final Duration RETENTION = Duration.ofDays(90);

    private final Vertx vertx = Vertx.vertx();
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

    /** Deploys with another timeout of a statement than the usual one. */
    public static AnalyticsHarness on(PostgresAddress postgres, Duration timeout, int instances) {
        return on(postgres, TestPostgres.config(postgres, timeout), instances);
    }

    public static AnalyticsHarness on(PostgresAddress postgres, PostgresConfig config, int instances) {
        var deployed = new AnalyticsHarness(postgres, config);
        deployed.deploy(instances);
        return deployed;
    }

    public void deploy(int instances) {
        var verticles = AnalyticsVerticle.instances(new AnalyticsConfig(config, RETENTION));
        vertx.deployVerticle(verticles, new DeploymentOptions().setInstances(instances))
                .await();
    }

    /** Stops the module and leaves the bus, over which it still has answers to give. */
    public void undeploy() {
        vertx.deploymentIDs().forEach(id -> vertx.undeploy(id).await());
    }

    public static void migrate(Sandbox sandbox) {
        Schema.migrate(TestPostgres.config(sandbox.postgres()), List.of(AnalyticsVerticle.SCHEMA));
    }

    public <Q extends Record, R extends Record> Future<R> call(Operation<Q, R> operation, Q request) {
        return bus.call(operation, request, CallContext.root());
    }

    public <Q extends Record, R extends Record> R ask(Operation<Q, R> operation, Q request) {
        return call(operation, request).await();
    }

    /** As a caller without our classes does. */
    public JsonObject askInJson(Operation<?, ?> operation, JsonObject request) {
        return vertx.eventBus()
                .<JsonObject>request(operation.address(), request)
                .await()
                .body();
    }

    public BusClient bus() {
        return bus;
    }

    /** Hands on what is published, as to a listener without our classes. */
    public void listen(String address, Consumer<JsonObject> listener) {
        vertx.eventBus()
                .<JsonObject>consumer(address, message -> listener.accept(message.body()))
                .completion()
                .await();
    }

    /** The code of a call that fails, or null for one that succeeds. */
    public <Q extends Record, R extends Record> FailureCode failureOf(Operation<Q, R> operation, Q request) {
        return failureOf(call(operation, request));
    }

    public static FailureCode failureOf(Future<?> answer) {
        return answer.<FailureCode>map(answered -> null)
                .otherwise(failure -> ((ServiceException) failure).code())
                .await();
    }

    /** The first column of each row, past the module. */
    public List<String> sql(String sql) {
        return TestSql.rows(postgres, sql);
    }

    /** Undeploys everything, in the order in which a node stops. */
    @Override
    public void close() {
        vertx.close().await();
    }
}
