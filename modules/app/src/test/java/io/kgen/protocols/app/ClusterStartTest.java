package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.sandbox.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The error messages for a node that cannot join the cluster. */
class ClusterStartTest {

    @Test
    void aPortInUseIsReportedInOneLine() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(failure("127.0.0.1", taken.getLocalPort()))
                    .isInstanceOf(StartupException.class)
                    .hasMessageStartingWith("cannot join a cluster at 127.0.0.1:" + taken.getLocalPort() + ": ")
                    .hasMessageContaining("PLATFORM_CLUSTER_HOST");
        }
    }

    @Test
    void anAddressOfAnotherMachineIsReportedInOneLine() {
        // A private address that this machine does not have.
        assertThat(failure("fd00::dead:beef", 5701))
                .isInstanceOf(StartupException.class)
                .hasMessageStartingWith("cannot join a cluster at [fd00::dead:beef]:5701: ");
    }

    private static Throwable failure(String host, int port) {
        var environment = Map.of(
                "PLATFORM_AUTH_DEFAULT_SECRET",
                NodeProcess.SECRET,
                "PLATFORM_KSTORE_URL",
                "https://store.example/store",
                "PLATFORM_CLUSTER_TRUSTED_NETWORK",
                "true",
                "PLATFORM_CLUSTER_ENABLED",
                "true",
                "PLATFORM_CLUSTER_HOST",
                host,
                "PLATFORM_CLUSTER_PORT",
                Integer.toString(port),
                "PLATFORM_CLUSTER_MEMBERS",
                "127.0.0.1:5701");
        return Await.failure(Application.start(AppConfig.read(null, environment)));
    }
}
