package io.kgen.protocols.app;

import io.kgen.protocols.analytics.AnalyticsVerticle;
import io.kgen.protocols.bridge.BridgeVerticle;
import io.kgen.protocols.gateway.HttpVerticle;
import io.kgen.protocols.kstore.KStoreVerticle;
import io.kgen.protocols.postgres.DatabaseCheck;
import io.kgen.protocols.users.UsersVerticle;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running node: its Vert.x, its verticles, and the order in which they come and go. */
public final class Application {

    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    private final AppConfig config;
    private final ClusterNode membership;
    private final Vertx vertx;
    private final Readiness readiness = new Readiness();
    private final Deque<Deployment> deployments = new ArrayDeque<>();
    /** Of the management listener alone, so that it answers when the event loops that serve do not. */
    private final Vertx watching =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));

    private final Liveness liveness;
    private final ManagementVerticle management;
    private final Supplier<HttpVerticle> gateways;
    private final Supplier<BridgeVerticle> bridges;
    private HttpVerticle http;
    private BridgeVerticle bridge;

    private record Deployment(Vertx vertx, String id) {

        Future<Void> undeploy() {
            return vertx.undeploy(id);
        }
    }

    private Application(AppConfig config, ClusterNode membership) {
        this.config = config;
        this.membership = membership;
        this.vertx = membership.vertx();
        this.liveness = Liveness.of(vertx, watching);
        this.management = new ManagementVerticle(config.management(), config.postgres(), liveness, readiness);
        membership.expose();
        this.gateways = HttpVerticle.instances(config.http(), config.auth(), config.storeClient());
        this.bridges = BridgeVerticle.instances(config.bridge());
    }

    /** Joins the cluster, migrates the database and starts everything; fails with {@link StartupException}, leaving nothing behind. */
    public static Future<Application> start(AppConfig config) {
        return detached()
                .compose(started -> ClusterNode.join(options(config), config.cluster()))
                .compose(membership -> new Application(config, membership).start());
    }

    private Future<Application> start() {
        return detached()
                .compose(started -> migrate())
                .compose(migrated -> connect())
                .compose(connected -> deploy())
                .map(this)
                .recover(failure -> stop().transform(stopped -> Future.failedFuture(failure)));
    }

    /**
     * Leaves to the rest of the cluster what is yet to come, finishes the requests in flight, then stops everything. It may
     * take the shutdown timeout, and for ever if a database hangs: a caller that must get away waits for
     * {@link AppConfig#shutdownTimeout()} and a little longer.
     */
    public Future<Void> stop() {
        readiness.draining();
        liveness.draining();
        return detached()
                .eventually(() -> Future.join(membership.withdraw(), undeployLast()))
                .eventually(this::undeployInReverse)
                .eventually(() -> {
                    liveness.stop();
                    return Future.join(membership.leave(), watching.close());
                });
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Of a node that has the role {@link Role#GATEWAY}. */
    public int httpPort() {
        return http.port();
    }

    /** Empty unless the bridge is enabled. */
    public OptionalInt bridgePort() {
        return bridge == null ? OptionalInt.empty() : OptionalInt.of(bridge.port());
    }

    public int managementPort() {
        return management.port();
    }

    /** What follows it completes after Vert.x is closed, too, when there is no event loop left to complete it on. */
    private static Future<Void> detached() {
        return Future.succeededFuture();
    }

    private Future<Void> migrate() {
        return vertx.executeBlocking(() -> {
            Migrations.run(config.postgres());
            return null;
        });
    }

    /** By the driver that serves, which is not the one that migrates (E84). */
    private Future<Void> connect() {
        var postgres = config.postgres();
        return DatabaseCheck.beforeServing(vertx, postgres)
                .recover(failure -> Future.failedFuture(new StartupException(
                        "cannot connect to PostgreSQL at " + postgres.address() + ": " + failure.getMessage(),
                        failure)));
    }

    /** The doors come last, so that nothing is asked of what is not there yet. */
    private Future<Void> deploy() {
        return deploy(Role.USERS, UsersVerticle.instances(config.users()))
                .compose(users -> deploy(Role.ANALYTICS, AnalyticsVerticle.instances(config.analytics())))
                .compose(analytics -> deploy(Role.KSTORE, KStoreVerticle.instances(config.kstore())))
                .compose(kstore ->
                        listen(watching, "management", config.management().port(), () -> management, 1))
                .compose(managed -> membership.announce())
                .compose(announced -> config.bridge().enabled() ? deployBridge() : Future.succeededFuture())
                .compose(bridged -> isA(Role.GATEWAY) ? deployGateway() : Future.succeededFuture())
                .onSuccess(open -> started());
    }

    private void started() {
        if (http != null) {
            liveness.listening(config.http().host(), http.port());
        }
        readiness.started();
    }

    private boolean isA(Role role) {
        return config.roles().contains(role);
    }

    private Future<Void> deploy(Role role, Supplier<? extends Deployable> verticle) {
        return isA(role) ? deploy(vertx, verticle, config.eventLoops()) : Future.succeededFuture();
    }

    private Future<Void> deployGateway() {
        return listen(vertx, "http", config.http().port(), this::gateway, config.eventLoops());
    }

    private Future<Void> deployBridge() {
        return listen(vertx, "bridge", config.bridge().port(), this::bridge, config.eventLoops());
    }

    private BridgeVerticle bridge() {
        bridge = bridges.get();
        return bridge;
    }

    private HttpVerticle gateway() {
        http = gateways.get();
        return http;
    }

    private Future<Void> listen(
            Vertx on, String section, int port, Supplier<? extends Deployable> verticle, int instances) {
        return deploy(on, verticle, instances)
                .recover(failure -> Future.failedFuture(
                        failure instanceof IOException refused ? cannotListen(section, port, refused) : failure));
    }

    private static StartupException cannotListen(String section, int port, IOException cause) {
        var reason = cause.getMessage().replaceFirst("^.*: ", "");
        return new StartupException(
                "cannot listen on port %d: %s; see %s.port (PLATFORM_%s_PORT) and %s.host"
                        .formatted(port, reason, section, section.toUpperCase(Locale.ROOT), section),
                cause);
    }

    private Future<Void> deploy(Vertx on, Supplier<? extends Deployable> verticle, int instances) {
        return on.deployVerticle(verticle, new DeploymentOptions().setInstances(instances))
                .onSuccess(id -> deployments.push(new Deployment(on, id)))
                .mapEmpty();
    }

    private Future<Void> undeployInReverse() {
        return deployments.isEmpty() ? Future.succeededFuture() : undeployLast().eventually(this::undeployInReverse);
    }

    /** What came last, which is the gateway if there is one. */
    private Future<Void> undeployLast() {
        return deployments.isEmpty()
                ? Future.succeededFuture()
                : deployments
                        .pop()
                        .undeploy()
                        .onFailure(failure -> LOG.warn("a verticle did not stop cleanly", failure));
    }

    private static VertxOptions options(AppConfig config) {
        var files = new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return new VertxOptions()
                .setEventLoopPoolSize(config.eventLoops())
                .setPreferNativeTransport(true)
                .setFileSystemOptions(files);
    }
}
