package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.management.Access;
import io.kgen.protocols.app.management.ManagementConfig;
import io.kgen.protocols.app.management.ManagementServer;
import io.kgen.protocols.app.management.Route;
import io.kgen.protocols.platform.AuditTrail;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.platform.TlsCertificate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetServer;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The response of GET /live during each kind of process failure and after it. */
@Timeout(60)
@ExtendWith(VertxExtension.class)
class LivenessTest {

    private static final Duration EVERY = Duration.ofMillis(50);
    private static final Duration MAX_AGE = Duration.ofMillis(500);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Vertx watching = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final VertxInternal watched = (VertxInternal)
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setPreferNativeTransport(true));
    private Liveness liveness;
    private int port;

    @BeforeEach
    void start() {
        liveness = Liveness.of(watched, watching, EVERY, MAX_AGE);
        var config = new ManagementConfig("127.0.0.1", 0, Secret.NONE, TlsCertificate.NONE);
        var live = Route.get("/live", Access.OPEN, new HealthEndpoints(liveness, new Readiness())::live);
        port = ManagementServer.listen(watching, config, List.of(live), new SimpleMeterRegistry(), AuditTrail.NONE)
                .await()
                .port();
    }

    @AfterEach
    void stop() {
        liveness.stop();
        watched.close().await();
        watching.close().await();
    }

    @Test
    void reportsABlockedEventLoopUntilItRunsAgain() throws Exception {
        var end = new CountDownLatch(1);
        watched.nettyEventLoopGroup().next().execute(() -> await(end));
        assertThat(awaitLive(503))
                .matches("\\{.*\"not live\",\"msg\":\"event loop [12] has not run for more than 500 ms\"}");
        end.countDown();
        assertThat(awaitLive(200)).isEqualTo("{\"status\":\"live\"}");
    }

    @Test
    void reportsABlockedAcceptorUntilItRunsAgain() throws Exception {
        var end = new CountDownLatch(1);
        watched.acceptorEventLoopGroup().next().execute(() -> await(end));
        assertThat(awaitLive(503)).contains("the acceptor of connections has not run");
        end.countDown();
        awaitLive(200);
    }

    @Test
    void reportsATerminatedEventLoopPermanently() throws Exception {
        watched.nettyEventLoopGroup()
                .next()
                .shutdownGracefully(0, 0, TimeUnit.SECONDS)
                .awaitUninterruptibly();
        assertThat(awaitLive(503)).contains("event loop");
    }

    @Test
    void reportsAClosedListenerUntilShutdownBegins() throws Exception {
        var server = listen();
        liveness.listening("0.0.0.0", server.actualPort());
        server.close().await();
        assertThat(awaitLive(503)).contains("port " + server.actualPort() + " has accepted no connection");
        liveness.draining();
        awaitLive(200);
    }

    @Test
    void connectsToAListenerRepeatedly(VertxTestContext context) throws Exception {
        var connections = context.laxCheckpoint(3);
        var server = watched.createNetServer()
                .connectHandler(connection -> connections.flag())
                .listen(0, "127.0.0.1")
                .await();
        liveness.listening("127.0.0.1", server.actualPort());
        assertThat(context.awaitCompletion(30, TimeUnit.SECONDS)).isTrue();
        awaitLive(200);
    }

    /** Netty throws this error itself, so the JVM does not exit. Runs in its own process: the limit is JVM-wide. */
    @Test
    void reportsExhaustedDirectMemoryUntilItIsReleased() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        java,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Dio.netty.maxDirectMemory=16777216",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExhaustedMemory.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            process.onExit().orTimeout(50, TimeUnit.SECONDS).exceptionally(late -> process.destroyForcibly());
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(output)
                    .containsSubsequence("live\n", "has had no direct memory for more than", "live\n", "end\n");
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private NetServer listen() {
        return watched.createNetServer()
                .connectHandler(connection -> {})
                .listen(0, "127.0.0.1")
                .await();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends requests until the response has this status; only the timeout of the test limits the wait. */
    private String awaitLive(int status) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/live"))
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        while (response.statusCode() != status) {
            response = client.send(request, BodyHandlers.ofString());
        }
        return response.body();
    }
}
