package io.kgen.protocols.app;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node's Vert.x, and its membership in the cluster if there is one. */
final class ClusterNode {

    /**
     * Tuning of Hazelcast. A member is removed after 10 s without a heartbeat; a member that died is noticed at once, because
     * its connections break. Log details are off, because each line would begin with the cluster's name, which is a secret.
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

    /** Copies of the registry on other members, so that any two members may die at once. */
    private static final int BACKUPS = 2;

    private static final int CONNECT_MILLIS = 1_000;
    private static final int PING_EVERY_MILLIS = 5_000;
    private static final int PONG_MILLIS = 3_000;

    /** How long the other nodes may take to learn that this one has deregistered; it takes some milliseconds. */
    private static final long DEREGISTRATION_DELAY_MILLIS = 500;

    private final Vertx vertx;
    private final GracefulClusterManager clusterManager;

    /** @param clusterManager null for a node without a cluster */
    private ClusterNode(Vertx vertx, GracefulClusterManager clusterManager) {
        this.vertx = vertx;
        this.clusterManager = clusterManager;
    }

    void registerMeters(MeterRegistry meters) {
        Gauge.builder("cluster.nodes", this, ClusterNode::nodes)
                .description("Nodes that share a bus, this one and internal services included")
                .register(meters);
    }

    private double nodes() {
        return clusterManager == null || !clusterManager.isActive()
                ? 1
                : clusterManager.getNodes().size();
    }

    /** Joins the configured members that are running; if none is, this node is the first one. */
    static Future<ClusterNode> join(VertxOptions options, ClusterConfig config) {
        if (!config.enabled()) {
            return Future.succeededFuture(new ClusterNode(Vertx.vertx(options), null));
        }
        try {
            requireListening(config);
        } catch (IOException refused) {
            return Future.failedFuture(cannotJoin(config, refused));
        }
        var clusterManager = new GracefulClusterManager(hazelcast(config));
        return Vertx.builder()
                .with(options.setEventBusOptions(bus(config)))
                .withClusterManager(clusterManager)
                .buildClustered()
                .map(vertx -> new ClusterNode(vertx, clusterManager))
                .recover(failure -> Future.failedFuture(cannotJoin(config, failure)));
    }

    Vertx vertx() {
        return vertx;
    }

    /** Makes the operations of this node visible to the cluster, after a warm-up. */
    Future<Void> register() {
        return clusterManager == null
                ? Future.succeededFuture()
                : WarmUp.of(vertx).eventually(clusterManager::register);
    }

    /** Succeeds when no other node calls this one any more; calls inside this node go on. */
    Future<Void> deregister() {
        if (clusterManager == null) {
            return Future.succeededFuture();
        }
        var isAlone = clusterManager.getNodes().size() < 2;
        return clusterManager
                .deregister()
                .compose(deregistered -> isAlone
                        ? Future.succeededFuture()
                        : vertx.timer(DEREGISTRATION_DELAY_MILLIS, TimeUnit.MILLISECONDS)
                                .mapEmpty());
    }

    Future<Void> leave() {
        return vertx.close();
    }

    private static Config hazelcast(ClusterConfig config) {
        var hazelcast = new Config().setClusterName(config.name().value());
        PROPERTIES.forEach(hazelcast::setProperty);
        // Otherwise Hazelcast refuses an IPv6 address on a machine that also has IPv4.
        hazelcast.setProperty("hazelcast.prefer.ipv4.stack", Boolean.toString(!config.isIpv6()));
        hazelcast.getMetricsConfig().setEnabled(false);
        hazelcast.addMultiMapConfig(new MultiMapConfig("__vertx.subs").setBackupCount(BACKUPS));
        hazelcast.addMapConfig(new MapConfig("__vertx.nodeInfo").setBackupCount(BACKUPS));
        // Hazelcast listens for the protocol of its members only.
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

    /** Hazelcast would report the same in a hundred lines. */
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
