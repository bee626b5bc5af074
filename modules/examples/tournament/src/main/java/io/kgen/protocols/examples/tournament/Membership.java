package io.kgen.protocols.examples.tournament;

import com.hazelcast.config.Config;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.partition.NoDataMemberInClusterException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Map;

/**
 * The cluster to join.
 *
 * @param name as in the platform's {@code cluster.name}; whoever knows it can join, so keep it as you keep a password
 * @param members nodes of the platform, each {@code host:port}; one that is up is enough
 * @param host our own address, such as 10.0.0.9 or fd00::9, on the network that we share with them
 */
record Membership(String name, List<String> members, String host) {

    private static final Map<String, String> PROPERTIES = Map.of(
            "hazelcast.logging.type", "none",
            "hazelcast.phone.home.enabled", "false",
            "hazelcast.socket.bind.any", "false",
            // As the platform's nodes do: ten seconds for one that hangs, and no long pauses while a node comes or
            // goes.
            "hazelcast.heartbeat.interval.seconds", "1",
            "hazelcast.max.no.heartbeat.seconds", "10",
            "hazelcast.invocation.retry.pause.millis", "50",
            "hazelcast.wait.seconds.before.join", "0");

    static Membership of(Map<String, String> environment) {
        return new Membership(
                environment.getOrDefault("CLUSTER_NAME", "platform-protocols"),
                List.of(environment
                        .getOrDefault("CLUSTER_MEMBERS", "127.0.0.1:5701")
                        .split(",", -1)),
                environment.getOrDefault("CLUSTER_HOST", "127.0.0.1"));
    }

    /** Fails if none of the members is there. */
    Future<Vertx> join() {
        return Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost(host)))
                .withClusterManager(new HazelcastClusterManager(hazelcast()))
                .buildClustered()
                .recover(failure -> Future.failedFuture(
                        failure instanceof NoDataMemberInClusterException ? nobodyIsThere() : failure));
    }

    private IllegalStateException nobodyIsThere() {
        return new IllegalStateException(
                "none of " + members + " is there, or they belong to a cluster of another name");
    }

    /** A lite member: it comes and goes as it likes, because it keeps nothing of what the others rely on. */
    private Config hazelcast() {
        var config = new Config().setClusterName(name).setLiteMember(true);
        PROPERTIES.forEach(config::setProperty);
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
