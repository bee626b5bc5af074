package io.kgen.protocols.app;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node's Vert.x, and its place in the cluster if it is to have one. */
final class ClusterNode {

    /**
     * How Hazelcast is to behave as our guest. A member that hangs is given up after ten seconds; one that died is missed at
     * once, by its connections. Lines of its log would begin with the cluster's name.
     */
    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            Map.entry("hazelcast.logging.type", "slf4j"),
            Map.entry("hazelcast.logging.details.enabled", "false"),
            Map.entry("hazelcast.phone.home.enabled", "false"),
            Map.entry("hazelcast.socket.bind.any", "false"),
            Map.entry("hazelcast.socket.connect.timeout.seconds", "2"),
            Map.entry("hazelcast.wait.seconds.before.join", "1"),
            Map.entry("hazelcast.connection.monitor.interval", "50"),
            Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
            Map.entry("hazelcast.max.no.heartbeat.seconds", "10"),
            Map.entry("hazelcast.merge.first.run.delay.seconds", "5"),
            Map.entry("hazelcast.merge.next.run.delay.seconds", "5"),
            Map.entry("hazelcast.invocation.retry.pause.millis", "50"),
            Map.entry("hazelcast.graceful.shutdown.max.wait", "5"));

    /** Copies of the registry on other members: any two may die at once. */
    private static final int BACKUPS = 2;

    private static final int CONNECT_MILLIS = 1_000;
    private static final int PING_EVERY_MILLIS = 5_000;
    private static final int PONG_MILLIS = 3_000;

    /** For the others to hear that nothing is served here any more; it takes some milliseconds. */
    private static final long DEREGISTRATION_DELAY_MILLIS = 500;

    private final Vertx vertx;
    private final GracefulClusterManager registrations;
    /** Null until it is exposed. */
    private Gauge nodes;

    /** @param registrations null for a node on its own */
    private ClusterNode(Vertx vertx, GracefulClusterManager registrations) {
        this.vertx = vertx;
        this.registrations = registrations;
    }

    /** Lets the platform team see how many nodes see each other. */
    void expose() {
        nodes = Gauge.builder("cluster.nodes", this, ClusterNode::nodes)
                .description("Nodes that share a bus, this one and internal services included")
                .register(Metrics.globalRegistry);
    }

    private double nodes() {
        return registrations == null || !registrations.isActive()
                ? 1
                : registrations.getNodes().size();
    }

    /** Joins those of the members that are there; if none is, this node is the first. */
    static Future<ClusterNode> join(VertxOptions options, ClusterConfig config) {
        if (!config.enabled()) {
            return Future.succeededFuture(new ClusterNode(Vertx.vertx(options), null));
        }
        try {
            requireListening(config);
        } catch (IOException refused) {
            return Future.failedFuture(cannotJoin(config, refused));
        }
        var registrations = new GracefulClusterManager(hazelcast(config));
        return Vertx.builder()
                .with(options.setEventBusOptions(bus(config)))
                .withClusterManager(registrations)
                .buildClustered()
                .map(vertx -> new ClusterNode(vertx, registrations))
                .recover(failure -> Future.failedFuture(cannotJoin(config, failure)));
    }

    Vertx vertx() {
        return vertx;
    }

    /** From then on, the cluster asks this node for what it serves. */
    Future<Void> announce() {
        return registrations == null
                ? Future.succeededFuture()
                : WarmUp.of(vertx).eventually(registrations::announce);
    }

    /** From then on, nobody in the cluster asks this node for anything; what it asks itself it still answers. */
    Future<Void> withdraw() {
        if (registrations == null) {
            return Future.succeededFuture();
        }
        var isAlone = registrations.getNodes().size() < 2;
        return registrations
                .withdraw()
                .compose(gone -> isAlone
                        ? Future.succeededFuture()
                        : vertx.timer(DEREGISTRATION_DELAY_MILLIS, TimeUnit.MILLISECONDS)
                                .mapEmpty());
    }

    Future<Void> leave() {
        if (nodes != null) {
            Metrics.globalRegistry.remove(nodes);
        }
        return vertx.close();
    }

    private static Config hazelcast(ClusterConfig config) {
        var hazelcast = new Config().setClusterName(config.name().value());
        PROPERTIES.forEach(hazelcast::setProperty);
        // Else Hazelcast takes no IPv6 address of a machine that has IPv4, too.
        hazelcast.setProperty("hazelcast.prefer.ipv4.stack", Boolean.toString(!config.isIpv6()));
        hazelcast.getMetricsConfig().setEnabled(false);
        hazelcast.addMultiMapConfig(new MultiMapConfig("__vertx.subs").setBackupCount(BACKUPS));
        hazelcast.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(BACKUPS));
        // Of all that Hazelcast can listen with, the members' own protocol only.
        var network = hazelcast.getAdvancedNetworkConfig().setEnabled(true);
        var endpoint = new ServerSocketEndpointConfig().setPort(config.port()).setPortAutoIncrement(false);
        endpoint.getInterfaces().setEnabled(true).addInterface(config.host());
        network.setMemberEndpointConfig(endpoint);
        var join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(!config.members().isEmpty()).setMembers(config.members());
        join.getKubernetesConfig()
                .setEnabled(!config.kubernetesService().isEmpty())
                .setProperty("service-dns", config.kubernetesService())
                .setProperty("service-port", Integer.toString(config.port()));
        return hazelcast;
    }

    private static EventBusOptions bus(ClusterConfig config) {
        var bus = new EventBusOptions()
                .setHost(config.host())
                .setPort(config.busPort())
                .setConnectTimeout(CONNECT_MILLIS)
                .setClusterPingInterval(PING_EVERY_MILLIS)
                .setClusterPingReplyInterval(PONG_MILLIS);
        config.tls().secure(bus);
        return bus;
    }

    /** Hazelcast would say the same, in a hundred lines. */
    private static void requireListening(ClusterConfig config) throws IOException {
        new ServerSocket(config.port(), 1, InetAddress.getByName(config.host())).close();
    }

    private static StartupException cannotJoin(ClusterConfig config, Throwable failure) {
        return new StartupException(
                "cannot join a cluster at %s: %s; see cluster.host (PLATFORM_CLUSTER_HOST) and cluster.port"
                        .formatted(config.address(), failure.getMessage()),
                failure);
    }
}
