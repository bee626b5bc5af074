package io.kgen.protocols.app;

import com.hazelcast.config.Config;
import com.hazelcast.config.ServerSocketEndpointConfig;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;

/** A member of the cluster that is none of ours, made as the example of an internal service makes itself one. */
final class InternalService {

    private InternalService() {}

    static Vertx join(String cluster, List<String> members) {
        return Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost(ProcessCluster.LOOPBACK)))
                .withClusterManager(new HazelcastClusterManager(hazelcast(cluster, members)))
                .buildClustered()
                .await();
    }

    private static Config hazelcast(String cluster, List<String> members) {
        var config = new Config().setClusterName(cluster).setLiteMember(true);
        config.setProperty("hazelcast.logging.type", "none");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
        config.setProperty("hazelcast.invocation.retry.pause.millis", "50");
        var network = config.getAdvancedNetworkConfig().setEnabled(true);
        var endpoint = new ServerSocketEndpointConfig().setPort(0);
        endpoint.getInterfaces().setEnabled(true).addInterface(ProcessCluster.LOOPBACK);
        network.setMemberEndpointConfig(endpoint);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        network.getJoin().getTcpIpConfig().setEnabled(true).setMembers(members);
        return config;
    }
}
