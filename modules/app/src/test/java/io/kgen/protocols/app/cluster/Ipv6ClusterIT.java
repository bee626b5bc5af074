package io.kgen.protocols.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kgen.protocols.app.support.ClusterInJvm;
import io.kgen.protocols.app.support.ContractClient;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.sandbox.Ports;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A cluster on IPv6 addresses, on machines that have ::1 (E84). */
@ExtendWith(SandboxExtension.class)
class Ipv6ClusterIT {

    @AutoClose
    private final ClusterInJvm cluster;

    Ipv6ClusterIT(Sandbox sandbox) {
        this.cluster = new ClusterInJvm(sandbox);
    }

    @Test
    void nodesFindAndCallEachOther() throws IOException {
        assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getAllByName("::1")[0]) != null, "no ::1 here");
        var member = "[::1]:" + Ports.free();
        var gateway = cluster.join(Map.of(
                "PLATFORM_ROLES",
                "gateway",
                "PLATFORM_AUTH_DEFAULT_SECRET",
                RunningPlatform.SECRET,
                "PLATFORM_CLUSTER_HOST",
                "::1",
                "PLATFORM_CLUSTER_PORT",
                member.substring(member.lastIndexOf(':') + 1),
                "PLATFORM_CLUSTER_MEMBERS",
                member));
        cluster.join(Map.of(
                "PLATFORM_ROLES", "users,analytics,kstore",
                "PLATFORM_CLUSTER_HOST", "[::1]",
                "PLATFORM_CLUSTER_MEMBERS", member));

        var client = new ContractClient(gateway.httpPort());
        var drop = Request.drop("event", "{}").by(RunningPlatform.token("user"));
        assertThat(client.send(drop).status()).isEqualTo(200);
    }
}
