package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import io.kgen.protocols.sandbox.TestSql;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class MainIT {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private Sandbox sandbox;
    private Map<String, String> environment;

    @BeforeEach
    void describeTheEnvironment(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.environment = NodeProcess.environment(sandbox);
        environment.put("PLATFORM_SHUTDOWN_TIMEOUT", SHUTDOWN_TIMEOUT.toSeconds() + "s");
    }

    @Test
    void servesAndExitsWithZeroOnSigterm() throws Exception {
        try (var node = NodeProcess.start(environment)) {
            var http = port(node, "Main listening on .*:(\\d+)");
            var management = port(node, "/live and /ready on .*:(\\d+)");
            node.awaitLine("ready in \\d+ ms");
            assertThat(get(management, "/live").statusCode()).isEqualTo(200);
            assertThat(get(management, "/ready").body()).isEqualTo("{\"status\":\"ready\",\"reasons\":[]}");
            assertThat(get(management, "/metrics").body())
                    .contains("events_partitions_ahead 7.0", "events_partitions_alarm 0.0");
            assertThat(get(http, "/openapi.yaml").statusCode()).isEqualTo(200);
            assertThat(get(http, "/fe/users/account/linked-mobile-number").statusCode())
                    .isEqualTo(401);

            node.terminate();

            assertThat(node.exitCode()).isZero();
            assertThat(node.log())
                    .contains("Shutdown stopping", "Shutdown stopped")
                    .doesNotContain("WARN", "ERROR");
            assertThat(node.errors()).isEmpty();
        }
    }

    @Test
    void ignoresASecondSignal() throws Exception {
        try (var node = NodeProcess.start(environment)) {
            node.awaitLine("ready in");
            node.terminate();
            node.terminate();
            assertThat(node.exitCode()).isZero();
            assertThat(node.log()).containsOnlyOnce("Shutdown stopping").contains("Shutdown stopped");
        }
    }

    @Test
    void e08_finishesTheRequestInFlight() throws Exception {
        var token = PlayerToken.of("client", "user").signedBy(environment.get("PLATFORM_AUTH_DEFAULT_SECRET"));
        try (var node = NodeProcess.start(environment);
                var socket = new Socket(InetAddress.getLoopbackAddress(), port(node, "Main listening on .*:(\\d+)"))) {
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            node.awaitLine("ready in");
            send(socket, """
                    POST /fe/analytics/px-tracker/events/login/drop HTTP/1.1
                    host: localhost
                    user-jwt-token: %s
                    content-type: application/json
                    content-length: 2
                    expect: 100-continue

                    """.formatted(token).replace("\n", "\r\n"));
            assertThat(answer.readLine()).isEqualTo("HTTP/1.1 100 Continue");
            assertThat(answer.readLine()).isEmpty();

            node.terminate();
            node.awaitLine("Shutdown stopping");
            send(socket, "{}");

            assertThat(answer.readLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(node.exitCode()).isZero();
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void e08_stopsWithinItsTimeoutWhilePostgresAndRedisHang() throws Exception {
        try (var node = NodeProcess.start(environment)) {
            node.awaitLine("ready in");
            sandbox.postgresServer().pause();
            sandbox.redisServer().pause();
            try {
                node.terminate();
                assertThat(node.exitCode()).isZero();
            } finally {
                sandbox.postgresServer().resume();
                sandbox.redisServer().resume();
            }
        }
    }

    @Test
    void migratesWithoutServing() throws Exception {
        try (var node = NodeProcess.start(environment, "migrate")) {
            assertThat(node.exitCode()).isZero();
            assertThat(node.log())
                    .contains("schema \"users\"", "schema \"analytics\"", "schema \"kstore\"")
                    .doesNotContain("listening");
        }
    }

    @Test
    void e27_migrateReportsTheNumberOfInvalidLinkedNumbers() throws Exception {
        try (var node = NodeProcess.start(environment, "migrate")) {
            assertThat(node.exitCode()).isZero();
        }
        TestSql.rows(sandbox.postgres(), """
                INSERT INTO users.linked_number (issuer, user_id, phone, e164, version)
                VALUES ('former', '1', '0919876543210', '+91919876543210', 1),
                    ('former', '2', '9876543210.0', '+9198765432100', 1),
                    ('former', '3', '9876543210', '+919876543210', 1)
                """);
        try (var node = NodeProcess.start(environment, "migrate")) {
            assertThat(node.exitCode()).isZero();
            assertThat(node.log())
                    .contains("2 linked numbers are not valid mobile numbers of their region")
                    .doesNotContain("9876543210");
        } finally {
            TestSql.rows(sandbox.postgres(), "DELETE FROM users.linked_number WHERE issuer = 'former'");
        }
    }

    @Test
    void e71_isReadyWhileRedisHangs() throws Exception {
        sandbox.redisServer().pause();
        try (var node = NodeProcess.start(environment)) {
            var management = port(node, "/live and /ready on .*:(\\d+)");
            node.awaitLine("ready in");
            assertThat(get(management, "/ready").statusCode()).isEqualTo(200);
        } finally {
            sandbox.redisServer().resume();
        }
    }

    @Test
    void listsEveryConfigurationErrorAndExitsWithTwo() throws Exception {
        environment.put("PLATFORM_HTTP_PORT", "http");
        environment.put("PLATFORM_AUTH_DEFAULT_SECRET", "too short");
        environment.put("PLATFORM_HTPP_PORT", "1");
        try (var node = NodeProcess.start(environment)) {
            assertThat(node.exitCode()).isEqualTo(MISUSED);
            assertThat(node.errors().lines())
                    .hasSize(3)
                    .anySatisfy(line -> assertThat(line).startsWith("http.port (PLATFORM_HTTP_PORT) "))
                    .anySatisfy(line -> assertThat(line).startsWith("auth.default.secret "))
                    .anySatisfy(line -> assertThat(line).startsWith("PLATFORM_HTPP_PORT "));
            assertThat(node.errors() + node.log()).doesNotContain("too short");
        }
    }

    @Test
    void printsUsageForInvalidArguments() throws Exception {
        try (var node = NodeProcess.start(new HashMap<>(), "migrat")) {
            assertThat(node.exitCode()).isEqualTo(MISUSED);
            assertThat(node.errors()).startsWith("unknown argument migrat").contains("Usage:");
        }
    }

    @Test
    void printsItsVersion() throws Exception {
        try (var node = NodeProcess.start(new HashMap<>(), "--version")) {
            assertThat(node.exitCode()).isZero();
            assertThat(node.log()).matches("platform-protocols \\d+\\.\\d+\\.\\d+.*\n");
        }
    }

    @Test
    void reportsAPortInUseInOneLine() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            environment.put("PLATFORM_HTTP_PORT", Integer.toString(other.getLocalPort()));
            try (var node = NodeProcess.start(environment)) {
                assertThat(node.exitCode()).isEqualTo(FAILED);
                assertThat(node.errors().lines())
                        .singleElement()
                        .asString()
                        .contains(Integer.toString(other.getLocalPort()), "PLATFORM_HTTP_PORT", "in use");
            }
        }
    }

    @Test
    void reportsAnUnreachableDatabaseInOneLine() throws Exception {
        environment.put("PLATFORM_POSTGRES_PORT", Integer.toString(unusedPort()));
        try (var node = NodeProcess.start(environment)) {
            assertThat(node.exitCode()).isEqualTo(FAILED);
            assertThat(node.errors().lines())
                    .singleElement()
                    .asString()
                    .startsWith("cannot migrate PostgreSQL at 127.0.0.1:" + environment.get("PLATFORM_POSTGRES_PORT"));
        }
    }

    @Test
    void reportsARejectedLoginInOneLineWithoutThePassword() throws Exception {
        environment.put("PLATFORM_POSTGRES_USER", "stranger");
        environment.put("PLATFORM_POSTGRES_PASSWORD", "hunter2");
        try (var node = NodeProcess.start(environment, "migrate")) {
            assertThat(node.exitCode()).isEqualTo(FAILED);
            assertThat(node.errors().lines()).singleElement().asString().contains("stranger");
            assertThat(node.errors() + node.log()).doesNotContain("hunter2");
        }
    }

    private static int port(NodeProcess node, String line) throws IOException {
        return Integer.parseInt(node.awaitLine(line));
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static int unusedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
