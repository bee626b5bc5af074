package io.kgen.protocols.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.ContractClient;
import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.app.support.Request;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** E85: the packaged jar with a heap of 128 MB while the incomplete request bodies exceed that size by far. */
@ExtendWith(SandboxExtension.class)
class SlowBodiesIT {

    private static final int BATCH_BYTES = 1024 * 1024;
    private static final int EVENT_BYTES = 32 * 1024;
    private static final String ISSUER = "d5b2e760-1b6c-4296-a89f-1da0ffe8c414";

    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void closeConnections() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }

    @ParameterizedTest(name = "{0} bodies of {1} players")
    @CsvSource({"200, 1", "200, 50"})
    void slowBatchesDoNotBlockOtherPlayers(int bodies, int players, Sandbox sandbox) throws IOException {
        try (var node = start(sandbox)) {
            var port = node.awaitHttpPort();
            for (var i = 0; i < bodies; i++) {
                sendAllButOneByte(port, Request.BATCH, BATCH_BYTES, "attacker-" + i % players);
                if (i % 10 == 0) {
                    assertServesAPlayer(port);
                }
            }
            assertServesAPlayer(port);
        }
    }

    @Test
    void slowEventsDoNotBlockOtherPlayers(Sandbox sandbox) throws IOException {
        try (var node = start(sandbox)) {
            var port = node.awaitHttpPort();
            for (var i = 0; i < 1_000; i++) {
                sendAllButOneByte(port, Request.dropPath("slow"), EVENT_BYTES, "attacker-" + i % 20);
            }
            assertServesAPlayer(port);
        }
    }

    private static NodeProcess start(Sandbox sandbox) throws IOException {
        var environment = NodeProcess.environment(sandbox);
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx128m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError");
        return NodeProcess.start(environment);
    }

    private void sendAllButOneByte(int port, String path, int bytes, String player) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.setSoTimeout(20_000);
        var out = socket.getOutputStream();
        var body = new byte[bytes - 1];
        Arrays.fill(body, (byte) ' ');
        try {
            out.write(("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nuser-jwt-token: "
                            + token(player) + "\r\nContent-Length: " + bytes + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
        } catch (IOException refused) {
            // The node rejected the request before its end and closed the connection.
        }
    }

    /** Sends an event, a small batch and a history request of a player at normal speed. */
    private static void assertServesAPlayer(int port) {
        var client = new ContractClient(port);
        var token = token("player");
        assertThat(client.send(Request.drop("event", "{\"a\":\"" + "x".repeat(3_000) + "\"}")
                                .by(token))
                        .status())
                .isEqualTo(200);
        assertThat(client.send(Request.batch("{\"eventId\":\"e\",\"attributes\":{}}")
                                .by(token))
                        .status())
                .isEqualTo(200);
        assertThat(client.send(Request.history("").by(token)).status()).isEqualTo(200);
    }

    private static String token(String player) {
        return PlayerToken.of(ISSUER, player).signedBy(NodeProcess.SECRET);
    }
}
