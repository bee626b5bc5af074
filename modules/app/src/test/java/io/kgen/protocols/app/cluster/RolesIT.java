package io.kgen.protocols.app.cluster;

import static io.kgen.protocols.app.support.RunningPlatform.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.ClusterInJvm;
import io.kgen.protocols.app.support.ContractClient;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One node with the gateway role and another node with the service roles. */
@ExtendWith(SandboxExtension.class)
class RolesIT {

    @AutoClose
    private final ClusterInJvm cluster;

    RolesIT(Sandbox sandbox) {
        this.cluster = new ClusterInJvm(sandbox);
    }

    @Test
    void aGatewayCallsTheServingNodesAndReportsTheirAbsence() {
        var gateway = cluster.join(
                Map.of("PLATFORM_ROLES", "gateway", "PLATFORM_AUTH_DEFAULT_SECRET", RunningPlatform.SECRET));
        var client = new ContractClient(gateway.httpPort());
        assertThat(client.send(drop()).status()).isEqualTo(503);

        var services = cluster.join(Map.of("PLATFORM_ROLES", "users,analytics,kstore"));
        assertThat(client.send(drop()).status()).isEqualTo(200);
        assertThat(client.send(Request.redirect().by(token("user"))).status()).isEqualTo(200);
        assertThat(client.send(Request.history("").by(token("user"))).status()).isEqualTo(200);
        assertThat(client.send(Request.linkedNumber().by(token("user"))).error())
                .isEqualTo("RECORD_NOT_FOUND");

        cluster.leave(services);
        assertThat(client.send(drop()).error()).isEqualTo("UNAVAILABLE");
    }

    private static Request drop() {
        return Request.drop("event", "{}").by(token("user"));
    }
}
