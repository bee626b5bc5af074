package io.kgen.protocols.examples.tournament;

import com.hazelcast.config.Config;
import com.hazelcast.config.ServerSocketEndpointConfig;
import io.kgen.protocols.analytics.AnalyticsConfig;
import io.kgen.protocols.analytics.AnalyticsVerticle;
import io.kgen.protocols.platform.Schema;
import io.kgen.protocols.sandbox.Ports;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.users.UsersConfig;
import io.kgen.protocols.users.UsersVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.List;

/** A member of a cluster on loopback that runs the platform's own modules on the sandbox's servers. */
final class PlatformNode implements AutoCloseable {

    static final String CLUSTER = "a-cluster-of-the-tests";

    private static final String LOOPBACK = "127.0.0.1";
    private static final DeploymentOptions TWO = new DeploymentOptions().setInstances(2);

    private final Vertx vertx;
    private final String address;

    private PlatformNode(Vertx vertx, String address) {
        this.vertx = vertx;
        this.address = address;
    }

    static PlatformNode start(Sandbox sandbox) {
        Schema.migrate(sandbox.postgres(), List.of(UsersVerticle.SCHEMA, AnalyticsVerticle.SCHEMA));
        var port = Ports.free();
        var vertx = Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(new EventBusOptions().setHost(LOOPBACK)))
                .withClusterManager(new HazelcastClusterManager(hazelcast(port)))
                .buildClustered()
                .await();
        var users = new UsersConfig(sandbox.postgres(), sandbox.redis(), Duration.ofMinutes(5), Duration.ofSeconds(10));
        var analytics = new AnalyticsConfig(sandbox.postgres(), Duration.ofDays(90));
        vertx.deployVerticle(UsersVerticle.instances(users), TWO).await();
        vertx.deployVerticle(AnalyticsVerticle.instances(analytics), TWO).await();
        return new PlatformNode(vertx, LOOPBACK + ":" + port);
    }

    private static Config hazelcast(int port) {
        var config = new Config()
                .setClusterName(CLUSTER)
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.wait.seconds.before.join", "0");
        var network = config.getAdvancedNetworkConfig().setEnabled(true);
        var endpoint = new ServerSocketEndpointConfig().setPort(port).setPortAutoIncrement(false);
        endpoint.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
        network.setMemberEndpointConfig(endpoint);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getTcpIpConfig().setEnabled(true).addMember(LOOPBACK + ":" + port);
        return config;
    }

    /** Where others find it. */
    String address() {
        return address;
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
