package io.kgen.protocols.app.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.BridgeFlood;
import io.kgen.protocols.app.support.BridgePeer;
import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * E85: the packaged jar, with the heap size of the README, while unauthenticated clients and a principal attack its
 * bridge. Another principal, a player and the management listener are served throughout, and all memory is released
 * afterwards.
 */
@ExtendWith(SandboxExtension.class)
class BridgeUnauthenticatedClientsIT {

    private static final String GREEDY = "the-token-of-the-principal-that-attacks";
    private static final String SERVED = "the-token-of-the-principal-that-is-served";
    private static final int ROUNDS = Integer.getInteger("attack.rounds", 3);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int EVENTS_IN_A_BATCH = 100;
    private static final String EVENT = """
            {"issuer":"demo","userId":"1","eventId":"%s","attributes":{}}""".formatted("e".repeat(128));
    /** The bridge publishes each of these events to all subscribers. */
    private static final String EVENTS = "{\"events\":[" + (EVENT + ",").repeat(EVENTS_IN_A_BATCH - 1) + EVENT + "]}";

    private static final int MEBIBYTE = 1024 * 1024;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final Sandbox sandbox;

    @TempDir
    private Path directory;

    private NodeProcess node;
    private int httpPort;
    private int bridgePort;
    private int managementPort;

    BridgeUnauthenticatedClientsIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeEach
    void start() throws IOException {
        var file = Files.writeString(directory.resolve("bridge.yaml"), """
                bridge:
                  enabled: true
                  port: 0
                  principals:
                    - { name: greedy, token: %s, send: [users.linked-number.find, analytics.events.record],
                        subscribe: [analytics.event.recorded] }
                    - { name: served, token: %s, send: [users.linked-number.find, users.linked-number.link,
                        analytics.events.record] }
                """.formatted(GREEDY, SERVED));
        var environment = NodeProcess.environment(sandbox);
        environment.put("PLATFORM_CONFIG", file.toString());
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx128m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError");
        node = NodeProcess.start(environment);
        httpPort = node.awaitHttpPort();
        bridgePort = Integer.parseInt(node.awaitLine("bridge on .*:(\\d+)"));
        managementPort = node.awaitManagementPort();
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    @Test
    void e85_servesOtherClientsDuringAnAttackAndSurvives() throws Exception {
        try (var served = new BridgePeer(bridgePort, SERVED)) {
            served.call("users.linked-number.link", """
                    {"issuer":"demo","userId":"1","phone":"+491701234567"}""");
            for (var attack : attacks().entrySet()) {
                attack(attack.getKey(), attack.getValue(), served);
            }
        }
        assertEverythingIsReleased();
    }

    private Map<String, Attack> attacks() {
        var heavy =
                "{\"type\":\"send\",\"address\":\"analytics.events.record\",\"replyAddress\":\"r\",\"body\":{\"events\":[";
        return Map.of(
                "silent clients", new Attack(200, "", new byte[0], new byte[0]),
                "frame lengths without a frame", new Attack(200, "", length(MEBIBYTE), new byte[0]),
                "half frames of unauthenticated clients", new Attack(200, "", length(4096), new byte[4000]),
                "long half frames of unauthenticated clients",
                        new Attack(50, "", length(MEBIBYTE), new byte[MEBIBYTE - 1]),
                "slow frames of a principal", new Attack(150, GREEDY, length(MEBIBYTE), new byte[MEBIBYTE - 1]),
                "pongs that are not read", new Attack(60, GREEDY, repeated("{\"type\":\"ping\"}", 2_000), new byte[0]),
                "errors that are not read",
                        new Attack(
                                60,
                                GREEDY,
                                repeated("{\"type\":\"publish\",\"address\":\"" + "x".repeat(200) + "\"}", 1_000),
                                new byte[0]),
                "frames of empty objects",
                        new Attack(20, GREEDY, frame(heavy + "{},".repeat(300_000) + "{}]}}"), new byte[0]),
                "frames of invalid events",
                        new Attack(20, GREEDY, frame(heavy + "{},".repeat(30_000) + "{}]}}"), new byte[0]),
                "subscribers that do not read",
                        new Attack(
                                150,
                                GREEDY,
                                frame("{\"type\":\"register\",\"address\":\"analytics.event.recorded\"}"),
                                new byte[0]));
    }

    /** Checks several times during the attack that other clients are served. */
    private void attack(String name, Attack attack, BridgePeer served) throws Exception {
        try (var flood = attack.start(bridgePort)) {
            for (var round = 0; round < ROUNDS; round++) {
                flood.write();
                assertServed(name, served);
                try (var newcomer = new BridgePeer(bridgePort, SERVED)) {
                    assertServed(name, newcomer);
                }
            }
        }
        assertThat(node.isAlive()).as(name).isTrue();
    }

    private void assertServed(String attack, BridgePeer served) throws Exception {
        assertThat(served.call("users.linked-number.find", "{\"issuer\":\"demo\",\"userId\":\"1\"}"))
                .as(attack)
                .contains("\"linkedPhone\":\"+491701234567\"");
        assertThat(get(managementPort, "/live")).as(attack).isEqualTo(200);
        assertThat(get(httpPort, Request.LINKED_NUMBER)).as(attack).isEqualTo(200);
        assertThat(served.call("analytics.events.record", EVENTS))
                .as(attack)
                .contains("\"index\":" + (EVENTS_IN_A_BATCH - 1) + ",\"status\":\"stored\"");
    }

    private void assertEverythingIsReleased() {
        var gauges = List.of(
                "bridge_connections",
                "bridge_requests",
                "bridge_subscriptions",
                "bridge_frame_bytes",
                "bridge_request_bytes",
                "bridge_unsent_bytes");
        Await.until(() -> gauges.stream().allMatch(gauge -> gauge(gauge) == 0));
    }

    private double gauge(String name) {
        var line = Pattern.compile("^" + name + " (\\S+)$", Pattern.MULTILINE).matcher(scrape());
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }

    private String scrape() {
        try {
            return http.send(request(managementPort, "/metrics"), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private int get(int port, String path) throws Exception {
        return http.send(request(port, path), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(TIMEOUT)
                .header("user-jwt-token", PlayerToken.of("demo", "1").signedBy(NodeProcess.SECRET))
                .build();
    }

    private static byte[] length(int length) {
        return BridgePeer.length(length);
    }

    private static byte[] frame(String json) {
        return BridgePeer.frame(json);
    }

    private static byte[] repeated(String json, int times) {
        var frame = frame(json);
        var frames = new byte[times * frame.length];
        for (var i = 0; i < times; i++) {
            System.arraycopy(frame, 0, frames, i * frame.length, frame.length);
        }
        return frames;
    }

    /**
     * Clients that never read.
     *
     * @param token of a principal, or empty
     * @param first the bytes that each client writes first
     * @param then the bytes that each client repeats after that; empty to repeat {@code first}
     */
    private record Attack(int clients, String token, ByteBuffer first, ByteBuffer then) {

        Attack(int clients, String token, byte[] first, byte[] then) {
            this(clients, token, ByteBuffer.wrap(first), ByteBuffer.wrap(then));
        }

        BridgeFlood start(int port) throws IOException {
            return new BridgeFlood(port, clients, token, first, then.hasRemaining() ? then : first);
        }
    }
}
