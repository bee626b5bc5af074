package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.platform.AuditTrail;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({SandboxExtension.class, VertxExtension.class})
class ManagementVerticleIT {

    private static final Duration PROBE_EVERY = Duration.ofMillis(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String READY = "200 {\"status\":\"ready\",\"reasons\":[]}";
    private static final String POSTGRES_DOWN = notReady("PostgreSQL has not answered the last 3 probes of this node");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Readiness readiness = new Readiness();
    private final Sandbox sandbox;
    private final MetricsRegistry metrics = new MetricsRegistry(new MetricsConfig(true));
    private Liveness liveness;
    private ManagementVerticle management;

    ManagementVerticleIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void deploy(Vertx vertx) {
        var config = AppConfig.read(null, NodeProcess.environment(sandbox));
        liveness = Liveness.of(vertx, vertx, metrics.meters());
        var health = new HealthEndpoints(liveness, readiness);
        var routes = new ManagementRoutes(config, health, metrics, vertx, AuditTrail.NONE, () -> null);
        var probing = new PostgresProbe.Config(config.postgres(), PROBE_EVERY);
        management = new ManagementVerticle(config.management(), probing, readiness, routes, metrics.meters());
        vertx.deployVerticle(management).await();
    }

    @AfterEach
    void close() {
        liveness.stop();
        metrics.close();
    }

    @Test
    void isNotReadyDuringStartupAndWhileDraining() throws Exception {
        assertThat(get("/ready")).isEqualTo(notReady("the node is starting"));
        readiness.started();
        assertThat(get("/ready")).isEqualTo(READY);
        readiness.draining();
        assertThat(get("/ready")).isEqualTo(notReady("the node is shutting down"));
        assertThat(get("/live")).isEqualTo("200 {\"status\":\"live\"}");
    }

    @Test
    void e71_aHangingPostgresChangesReadinessButNotLiveness() throws Exception {
        readiness.started();
        var outage = System.nanoTime();
        sandbox.postgresServer().pause();
        try {
            assertThat(awaitReady(POSTGRES_DOWN)).containsOnly(READY);
            // A single failed probe would change the state after one second.
            assertThat(Duration.ofNanos(System.nanoTime() - outage)).isGreaterThan(Duration.ofSeconds(2));
            assertThat(get("/live")).isEqualTo("200 {\"status\":\"live\"}");
        } finally {
            sandbox.postgresServer().resume();
        }
        assertThat(awaitReady(READY)).allMatch(POSTGRES_DOWN::equals);
    }

    @Test
    void anUnknownPathIs404InJson() throws Exception {
        assertThat(get("/")).startsWith("404 {\"error\":\"NOT_FOUND\",\"msg\":\"there is no such path\",");
        assertThat(get("/live/")).startsWith("404 {\"error\":\"NOT_FOUND\",");
    }

    @Test
    void servesMetricsInThePrometheusTextFormat() throws Exception {
        var answer = send("/metrics");
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(answer.body()).contains("# TYPE jvm_memory_used_bytes gauge");
    }

    @Test
    void rejectsAnOversizedRequest() throws Exception {
        var large = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management.port() + "/live"))
                .header("x", "x".repeat(9_000))
                .timeout(Duration.ofSeconds(5))
                .build();
        assertThat(client.send(large, BodyHandlers.discarding()).statusCode()).isEqualTo(431);
        assertThat(send("/live?" + "x".repeat(3_000)).statusCode()).isEqualTo(414);
    }

    @Test
    void closesConnectionsBeyondItsLimitAndKeepsServingTheOthers() throws Exception {
        var connections = new ArrayList<Socket>();
        try {
            var last = -2;
            // Reads until the node closes a connection; the connections that it keeps receive nothing.
            while (last != -1 && connections.size() < 1_000) {
                var connection = new Socket(InetAddress.getLoopbackAddress(), management.port());
                connections.add(connection);
                connection.setSoTimeout(200);
                last = read(connection);
            }
            assertThat(connections.size()).isLessThan(100);
        } finally {
            for (var connection : connections) {
                connection.close();
            }
        }
        assertThat(get("/live")).isEqualTo("200 {\"status\":\"live\"}");
    }

    private static String notReady(String reason) {
        return "503 {\"status\":\"not ready\",\"reasons\":[\"" + reason + "\"]}";
    }

    private static int read(Socket connection) throws IOException {
        try {
            return connection.getInputStream().read();
        } catch (SocketTimeoutException silent) {
            return 0;
        }
    }

    @Test
    void sendsTheJsonContentTypeAndForbidsCaching() throws Exception {
        var headers = send("/live").headers();
        assertThat(headers.firstValue("content-type")).hasValue("application/json");
        assertThat(headers.firstValue("cache-control")).hasValue("no-store");
    }

    /** Sends requests until the expected response arrives, and returns the other responses before it. */
    private List<String> awaitReady(String expected) throws IOException, InterruptedException {
        var before = new ArrayList<String>();
        var deadline = System.nanoTime() + TIMEOUT.toNanos();
        for (var answer = get("/ready"); !answer.equals(expected); answer = get("/ready")) {
            assertThat(System.nanoTime()).as("deadline for %s", expected).isLessThan(deadline);
            before.add(answer);
        }
        return before;
    }

    private String get(String path) throws IOException, InterruptedException {
        var response = send(path);
        return response.statusCode() + " " + response.body();
    }

    private HttpResponse<String> send(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management.port() + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
