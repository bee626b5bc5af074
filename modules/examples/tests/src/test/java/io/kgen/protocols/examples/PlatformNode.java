package io.kgen.protocols.examples;

import io.kgen.protocols.app.AppConfig;
import io.kgen.protocols.app.Application;
import io.kgen.protocols.sandbox.Ports;
import io.kgen.protocols.sandbox.Sandbox;
import java.util.HashMap;

/** A node of the platform on the loopback address and on the servers of the sandbox, configured as in production. */
final class PlatformNode implements AutoCloseable {

    static final String CLUSTER = "a-cluster-of-the-tests";

    private static final String LOOPBACK = "127.0.0.1";

    private final Application application;
    private final String address;

    private PlatformNode(Application application, String address) {
        this.application = application;
        this.address = address;
    }

    static PlatformNode start(Sandbox sandbox) {
        var port = Integer.toString(Ports.free());
        var address = LOOPBACK + ":" + port;
        var environment = new HashMap<>(sandbox.environment());
        environment.put("PLATFORM_HTTP_HOST", LOOPBACK);
        environment.put("PLATFORM_HTTP_PORT", "0");
        environment.put("PLATFORM_MANAGEMENT_PORT", "0");
        environment.put("PLATFORM_AUTH_DEFAULT_SECRET", "a secret of at least thirty-two bytes");
        environment.put("PLATFORM_KSTORE_URL", "https://store.example/store");
        environment.put("PLATFORM_CLUSTER_ENABLED", "true");
        environment.put("PLATFORM_CLUSTER_NAME", CLUSTER);
        environment.put("PLATFORM_CLUSTER_PORT", port);
        environment.put("PLATFORM_CLUSTER_MEMBERS", address);
        return new PlatformNode(
                Application.start(AppConfig.read(null, environment)).await(), address);
    }

    /** Returns the cluster address for other members. */
    String address() {
        return address;
    }

    @Override
    public void close() {
        application.stop().await();
    }
}
