package io.kgen.protocols.app.support;

import io.kgen.protocols.app.AppConfig;
import io.kgen.protocols.app.Application;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Ports;
import io.kgen.protocols.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Nodes of one cluster in this JVM, each with the whole application. */
public final class ClusterInJvm implements AutoCloseable {

    private final Sandbox sandbox;
    private final List<Application> nodes = new ArrayList<>();
    private final int firstPort = Ports.free();

    public ClusterInJvm(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** Starts another node with the given settings. */
    public Application join(Map<String, String> settings) {
        return join(settings, null);
    }

    /** Starts another node with the given settings, and with spans that the test reads. */
    public Application join(Map<String, String> settings, CapturedSpans spans) {
        var environment = NodeProcess.environment(sandbox);
        var port = nodes.isEmpty() ? firstPort : Ports.free();
        environment.put("PLATFORM_EVENT_LOOPS", "1");
        environment.put("PLATFORM_CLUSTER_ENABLED", "true");
        environment.put("PLATFORM_CLUSTER_NAME", ProcessCluster.CLUSTER);
        environment.put("PLATFORM_CLUSTER_PORT", Integer.toString(port));
        environment.put("PLATFORM_CLUSTER_MEMBERS", ProcessCluster.LOOPBACK + ":" + firstPort);
        environment.putAll(settings);
        var config = AppConfig.read(null, environment);
        var node = Application.start(config, spans == null ? null : spans.tracing())
                .await();
        nodes.add(node);
        return node;
    }

    /** Stops one node before the others. */
    public void leave(Application node) {
        nodes.remove(node);
        Await.result(node.stop());
    }

    @Override
    public void close() {
        List.copyOf(nodes).forEach(this::leave);
    }
}
