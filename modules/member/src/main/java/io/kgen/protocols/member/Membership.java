package io.kgen.protocols.member;

import com.hazelcast.config.Config;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.partition.NoDataMemberInClusterException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The cluster that an internal service joins.
 *
 * @param name the platform's {@code cluster.name}. Every process that knows it can join, so keep it like a password
 * @param members nodes of the platform, each {@code host:port}; one running node is enough
 * @param host the address of this service, such as 10.0.0.9 or fd00::9, at which the nodes can connect to it
 */
public record Membership(String name, List<String> members, String host) {

    private static final Map<String, String> PROPERTIES = Map.of(
            "hazelcast.logging.type", "none",
            "hazelcast.phone.home.enabled", "false",
            "hazelcast.socket.bind.any", "false",
            // The platform's nodes have the same values: a member without a heartbeat is removed after ten seconds, and
            // calls are delayed only briefly while a node joins or leaves.
            "hazelcast.heartbeat.interval.seconds", "1",
            "hazelcast.max.no.heartbeat.seconds", "10",
            "hazelcast.invocation.retry.pause.millis", "50",
            "hazelcast.wait.seconds.before.join", "0");

    public Membership {
        Objects.requireNonNull(name);
        Objects.requireNonNull(host);
        members = List.copyOf(members);
    }

    /** Reads {@code CLUSTER_NAME}, {@code CLUSTER_MEMBERS} and {@code CLUSTER_HOST}; the defaults are those of a node on this machine. */
    public static Membership of(Map<String, String> environment) {
        return new Membership(
                environment.getOrDefault("CLUSTER_NAME", "platform-protocols"),
                List.of(environment
                        .getOrDefault("CLUSTER_MEMBERS", "127.0.0.1:5701")
                        .split(",", -1)),
                environment.getOrDefault("CLUSTER_HOST", "127.0.0.1"));
    }

    /** Fails with an {@link IllegalStateException} if none of the members runs. Close the result to leave the cluster. */
    public Future<Vertx> join() {
        return join(new VertxOptions());
    }

    /** As {@link #join()}; a cluster with TLS needs the certificate of this service in the options of the event bus. */
    public Future<Vertx> join(VertxOptions options) {
        options.getEventBusOptions().setHost(host);
        return Vertx.builder()
                .with(options)
                .withClusterManager(new HazelcastClusterManager(hazelcast()))
                .buildClustered()
                .recover(failure -> Future.failedFuture(
                        failure instanceof NoDataMemberInClusterException ? noMember(failure) : failure));
    }

    /** Without the name of the cluster, which must not be logged. */
    @Override
    public String toString() {
        return "Membership[members=" + members + ", host=" + host + "]";
    }

    private IllegalStateException noMember(Throwable cause) {
        return new IllegalStateException(
                "none of " + members + " is running, or their cluster has another name", cause);
    }

    /** A lite member keeps no data of the cluster, so it may join and leave at any time. */
    private Config hazelcast() {
        var config = new Config().setClusterName(name).setLiteMember(true);
        PROPERTIES.forEach(config::setProperty);
        // Otherwise Hazelcast refuses an IPv6 address on a machine that also has IPv4.
        config.setProperty("hazelcast.prefer.ipv4.stack", Boolean.toString(!host.contains(":")));
        var network = config.getAdvancedNetworkConfig().setEnabled(true);
        var endpoint = new ServerSocketEndpointConfig().setPort(0);
        endpoint.getInterfaces().setEnabled(true).addInterface(host);
        network.setMemberEndpointConfig(endpoint);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        network.getJoin().getTcpIpConfig().setEnabled(true).setMembers(members);
        return config;
    }
}
