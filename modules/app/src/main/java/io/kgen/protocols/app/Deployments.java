package io.kgen.protocols.app;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The deployed verticles of a node, which are undeployed in the reverse order. */
final class Deployments {

    private final Vertx vertx;
    private final AppConfig config;
    private final Deque<Deployment> deployed = new ArrayDeque<>();

    private record Deployment(String name, Vertx vertx, String id) {

        Future<?> undeploy() {
            return vertx.undeploy(id);
        }
    }

    /** @param vertx on which the verticles of roles run */
    Deployments(Vertx vertx, AppConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    /** Deploys one instance for each event loop, if the node has the role. */
    Future<Void> deploy(Role role, Supplier<? extends Deployable> verticle) {
        return isA(role) ? deploy(name(role), vertx, verticle, config.eventLoops()) : Future.succeededFuture();
    }

    /** For what a node does once, however many event loops it has. */
    Future<Void> deployOnce(Role role, String duty, Deployable verticle) {
        return isA(role) ? deploy(name(role) + " " + duty, vertx, () -> verticle, 1) : Future.succeededFuture();
    }

    private boolean isA(Role role) {
        return config.roles().contains(role);
    }

    private static String name(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    Future<Void> deploy(String name, Vertx on, Supplier<? extends Deployable> verticle, int instances) {
        return on.deployVerticle(verticle, new DeploymentOptions().setInstances(instances))
                .onSuccess(id -> deployed.push(new Deployment(name, on, id)))
                .mapEmpty();
    }

    /**
     * Deploys the instances of a listener, if there are any; fails with {@link StartupException} if its port is not free.
     *
     * @param section of the configuration
     */
    Future<Void> listen(String section, int port, Vertx on, List<? extends Deployable> instances) {
        return instances.isEmpty()
                ? Future.succeededFuture()
                : deploy(section, on, instances.iterator()::next, instances.size())
                        .recover(failure -> Future.failedFuture(
                                failure instanceof IOException refused
                                        ? cannotListen(section, port, refused)
                                        : failure));
    }

    private static StartupException cannotListen(String section, int port, IOException cause) {
        var reason = cause.getMessage().replaceFirst("^.*: ", "");
        return new StartupException(
                "cannot listen on port %d: %s; see %s.port (PLATFORM_%s_PORT) and %s.host"
                        .formatted(port, reason, section, section.toUpperCase(Locale.ROOT), section),
                cause);
    }

    /** The name of the last one. */
    String last() {
        return deployed.isEmpty() ? "nothing" : deployed.peek().name();
    }

    Future<?> undeployLast() {
        return deployed.isEmpty() ? Future.succeededFuture() : deployed.peek().undeploy();
    }

    /** Adds a phase for each one but the last. */
    void undeployOthers(ShutdownSequence sequence) {
        deployed.stream()
                .skip(1)
                .forEach(deployment -> sequence.then("undeploy " + deployment.name(), deployment::undeploy));
    }
}
