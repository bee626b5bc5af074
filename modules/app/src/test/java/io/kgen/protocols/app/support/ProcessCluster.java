package io.kgen.protocols.app.support;

import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.Ports;
import io.kgen.protocols.sandbox.Sandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A cluster of three processes of the packaged jar. Each node keeps its ports after a restart. */
public final class ProcessCluster implements AutoCloseable {

    public static final int NODES = 3;
    public static final String CLUSTER = "a-cluster-of-the-tests";
    public static final String LOOPBACK = "127.0.0.1";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<Map<String, String>> environments = new ArrayList<>();
    private final List<NodeProcess> processes = new ArrayList<>();
    private final List<String> members;

    private ProcessCluster(Sandbox sandbox) {
        members = Stream.generate(() -> LOOPBACK + ":" + Ports.free())
                .limit(NODES)
                .toList();
        for (var member : members) {
            var environment = new HashMap<>(NodeProcess.environment(sandbox));
            environment.put("PLATFORM_HTTP_PORT", Integer.toString(Ports.free()));
            environment.put("PLATFORM_MANAGEMENT_PORT", Integer.toString(Ports.free()));
            // Three JVMs, a database and the clients share two cores.
            environment.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
            environment.put("PLATFORM_EVENT_LOOPS", "1");
            environment.put("PLATFORM_POSTGRES_POOL_SIZE", "2");
            environment.put("PLATFORM_CLUSTER_ENABLED", "true");
            environment.put("PLATFORM_CLUSTER_NAME", CLUSTER);
            environment.put("PLATFORM_CLUSTER_PORT", member.substring(member.indexOf(':') + 1));
            environment.put("PLATFORM_CLUSTER_MEMBERS", String.join(",", members));
            environments.add(environment);
        }
    }

    /** Starts all nodes at the same time, as after a power failure. */
    public static ProcessCluster start(Sandbox sandbox) throws IOException {
        var cluster = new ProcessCluster(sandbox);
        for (var environment : cluster.environments) {
            cluster.processes.add(NodeProcess.start(environment));
        }
        for (var process : cluster.processes) {
            process.awaitHttpPort();
        }
        cluster.awaitNodes(NODES);
        return cluster;
    }

    public NodeProcess node(int index) {
        return processes.get(index);
    }

    /** Restarts stopped nodes at the same time. */
    public void restart(int... indexes) throws IOException {
        for (var index : indexes) {
            processes.get(index).close();
            processes.set(index, NodeProcess.start(environments.get(index)));
        }
        for (var index : indexes) {
            processes.get(index).awaitHttpPort();
        }
    }

    /** Returns the addresses of the cluster members. */
    public List<String> members() {
        return members;
    }

    public List<Integer> httpPorts() {
        return environments.stream()
                .map(environment -> Integer.valueOf(environment.get("PLATFORM_HTTP_PORT")))
                .toList();
    }

    /** Returns when every reachable node reports the given number of nodes. */
    public void awaitNodes(int number) {
        Await.until(() -> environments.stream()
                .map(this::scrape)
                .filter(Predicate.not(String::isEmpty))
                .allMatch(metrics -> metrics.contains("\ncluster_nodes " + number + ".0")));
    }

    private String scrape(Map<String, String> environment) {
        var uri = URI.create("http://127.0.0.1:" + environment.get("PLATFORM_MANAGEMENT_PORT") + "/metrics");
        try {
            return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException unavailable) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        for (var process : processes) {
            process.close();
        }
    }
}
