package io.kgen.protocols.app.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.platform.AuditTrail;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.platform.TlsCertificate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long a client may take, and how long an endpoint. */
@ExtendWith(VertxExtension.class)
class ManagementServerIT {

    private static final Duration MAX_WAIT = Duration.ofMillis(500);
    private static final String REQUEST = "GET /slow HTTP/1.1\r\nhost: localhost\r\n";

    private final Promise<Reply> slow = Promise.promise();
    private ManagementServer server;

    @BeforeEach
    void listen(Vertx vertx) {
        var config = new ManagementConfig("127.0.0.1", 0, Secret.NONE, TlsCertificate.NONE);
        var route = Route.get("/slow", Access.OPEN, request -> slow.future());
        var refused = new RefusedRequests(new SimpleMeterRegistry(), AuditTrail.NONE);
        server = ManagementServer.listen(vertx, config, List.of(route), refused, MAX_WAIT)
                .await();
    }

    @Test
    void closesASilentClientButNotOneThatWaitsForItsResponse() throws IOException {
        try (var waiting = connect();
                var silent = connect();
                var slowHead = connect()) {
            send(waiting, REQUEST + "\r\n");
            send(slowHead, REQUEST);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            assertThat(slowHead.getInputStream().read()).isEqualTo(-1);
            // Its time began after the request was sent, so that of the waiting client would be over, too.
            try (var later = connect()) {
                assertThat(later.getInputStream().read()).isEqualTo(-1);
            }
            slow.complete(Reply.json(new JsonObject()));
            var response = new String(waiting.getInputStream().readNBytes(15), StandardCharsets.US_ASCII);
            assertThat(response).isEqualTo("HTTP/1.1 200 OK");
            // Once the response is sent, the time of the client begins again.
            assertThat(new String(waiting.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .endsWith("{}");
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
