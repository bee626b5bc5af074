package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients that only want to hold memory, against the packaged product with the heap of the README, while a player is served
 * on an old connection and on new ones.
 */
@ExtendWith(SandboxExtension.class)
class StrangersIT {

    private static final int CONNECTIONS = 2_000;
    private static final int WRITE_PATIENCE_MILLIS = 5_000;
    private static final String TOKEN = PlayerToken.of("client", "attacker").signedBy(NodeProcess.SECRET);
    private static final String DROP = "POST /fe/analytics/px-tracker/events/e/drop HTTP/1.1\r\nHost: h\r\n"
            + "user-jwt-token: " + TOKEN + "\r\nContent-Type: application/json\r\nContent-Length: ";
    private static final String BUNDLE = "GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: h\r\n\r\n";

    private static NodeProcess node;
    private static int port;
    private static int managementPort;

    private final List<Socket> attackers = new ArrayList<>();
    private ServedPlayer player;

    @BeforeAll
    static void start(Sandbox sandbox) throws IOException {
        var environment = NodeProcess.environment(sandbox);
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx128m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError");
        environment.put("PLATFORM_HTTP_CONNECTIONS", Integer.toString(CONNECTIONS));
        node = NodeProcess.start(environment);
        port = node.awaitHttpPort();
        managementPort = node.awaitManagementPort();
    }

    @AfterAll
    static void stop() throws IOException {
        node.close();
    }

    @BeforeEach
    void serveAPlayer() throws IOException {
        player = new ServedPlayer(port);
    }

    @AfterEach
    void requireThatThePlayerWasServedThroughout() throws Exception {
        try {
            // On a slow machine an answer may miss its deadline, but each request has one.
            assertThat(player.stop()).isNotEmpty().isSubsetOf(200, 503, 504);
            assertThat(ServedPlayer.dropOnce(port)).isEqualTo(200);
            assertThat(live()).isEqualTo(200);
        } finally {
            for (var attacker : attackers) {
                attacker.close();
            }
        }
    }

    @Test
    void survivesHeadsOfTinyHeadersThatNeverEnd() {
        attack(60, "GET / HTTP/1.1\r\n" + "a:\r\n".repeat(32_000));
    }

    @Test
    void survivesHugeHeaders() {
        attack(1_000, "GET / HTTP/1.1\r\nX: " + "x".repeat(60_000));
    }

    @Test
    void survivesHeadsThatAreNotFinished() {
        attack(1_500, "GET / HTTP/1.1\r\n" + ("X: " + "x".repeat(150) + "\r\n").repeat(90));
    }

    @Test
    void survivesTrailersThatNeverEnd() {
        attack(
                200,
                DROP.replace("Content-Length: ", "Transfer-Encoding: chunked\r\n\r\n0\r\n") + "a:\r\n".repeat(8_000));
    }

    @Test
    void survivesPipeliningClientsThatHangUp() throws IOException {
        var bytes = (DROP + "2\r\n\r\n{}" + DROP + "30000\r\n\r\n{\"a\":\"" + "x".repeat(29_900))
                .getBytes(StandardCharsets.US_ASCII);
        for (var i = 0; i < 3_750; i++) {
            try (var socket = connect()) {
                write(socket, bytes);
            }
        }
    }

    @Test
    void survivesClientsThatDoNotReadTheirAnswers() {
        attack(500, BUNDLE.repeat(20));
    }

    @Test
    void survivesPlayersWhoDoNotReadTheirAnswers() {
        attack(500, (DROP + "2\r\n\r\n{}").repeat(200));
    }

    @Test
    void letsAPlayerInAmongConnectionsThatSendNothing() {
        attack(CONNECTIONS + 500, "");

        assertThat(ServedPlayer.dropOnce(port)).isEqualTo(200);
    }

    /** Connections that stay open until the end of the test; the node may refuse any of them. */
    private void attack(int connections, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (var i = 0; i < connections; i++) {
            try {
                var socket = connect();
                attackers.add(socket);
                write(socket, bytes);
            } catch (IOException refused) {
                // That is what the node is for.
            }
        }
    }

    private static Socket connect() throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WRITE_PATIENCE_MILLIS);
        return socket;
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException refused) {
            // That is what the node is for.
        }
    }

    private static int live() throws IOException {
        try (var connection = new PlainConnection(managementPort)) {
            return connection.exchange("GET /live HTTP/1.1\r\nHost: h\r\n\r\n");
        }
    }
}
