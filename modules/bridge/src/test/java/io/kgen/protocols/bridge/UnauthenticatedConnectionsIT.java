package io.kgen.protocols.bridge;

import static io.kgen.protocols.bridge.BridgeFixture.ALICE;
import static io.kgen.protocols.bridge.BridgeFixture.BOB;
import static io.kgen.protocols.bridge.BridgeFixture.LIMITS;
import static io.kgen.protocols.bridge.BridgeFixture.find;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bridge.limits.BridgeLimits;
import io.kgen.protocols.sandbox.Await;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** E85: the limits for unauthenticated connections. */
class UnauthenticatedConnectionsIT {

    private static final int CONNECTIONS = 200;
    private static final int MAX_UNAUTHENTICATED = 8;
    private static final String AUTH = "{\"type\":\"auth\",\"token\":\"" + ALICE + "\"}";

    private BridgeFixture bridge = BridgeFixture.start();

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void e85_aFrameOfMoreThanFourKilobytesIsRejectedByItsLength() {
        var client = bridge.connect().announce(4097);
        assertThat(client.text()).isEqualTo("{\"type\":\"err\",\"message\":\"frame_too_large\"}");
        assertThat(client.isClosed()).isTrue();
        bridge.awaitReleased();
    }

    @Test
    void e85_aTokenInAFrameOfMoreThanFourKilobytesIsNotRead() {
        var client = bridge.connect().send(AUTH + " ".repeat(4097 - AUTH.length()));
        assertThat(client.receive().getString("message")).isEqualTo("frame_too_large");
        assertThat(client.isClosed()).isTrue();
        assertThat(bridge.connect()
                        .send(AUTH + " ".repeat(4096 - AUTH.length()))
                        .receive()
                        .getString("type"))
                .isEqualTo("authenticated");
    }

    @Test
    void e85_aLongFrameMayFollowTheTokenInTheSameWrite() {
        var find = find("r1");
        var client = bridge.connect().send(AUTH).send(find + " ".repeat(BridgeLimits.FRAME_BYTES - find.length()));
        assertThat(client.receive().getString("type")).isEqualTo("authenticated");
        assertThat(client.receive().getString("address")).isEqualTo("r1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "half a length", "a length", "half a frame", "pings"})
    void e85_aPrincipalCanConnectWhileUnauthenticatedConnectionsStay(String what) {
        var principal = bridge.connect(BOB);
        var unauthenticated = IntStream.range(0, CONNECTIONS)
                .mapToObj(i -> unauthenticated(what))
                .toList();
        assertServed(bridge.connect(ALICE));
        assertServed(principal);
        // The oldest one was evicted for a newer one.
        assertThat(unauthenticated.get(0).isEnded()).isTrue();
        Await.until(() -> bridge.node.unauthenticated().count() <= MAX_UNAUTHENTICATED);
        Await.until(() -> bridge.stats.connections() <= MAX_UNAUTHENTICATED + 2);
        assertThat(bridge.reservedBytes())
                .isLessThanOrEqualTo(MAX_UNAUTHENTICATED * 3L * BridgeLimits.UNAUTHENTICATED_FRAME_BYTES);
    }

    @Test
    void e85_aPrincipalCanConnectWhileUnauthenticatedClientsReconnect() throws Exception {
        bridge.close();
        bridge = BridgeFixture.start(new BridgeLimits(200, 5, LIMITS.authentication(), LIMITS.frame(), LIMITS.idle()));
        var stop = new AtomicBoolean();
        var attack = CompletableFuture.runAsync(() -> {
            var clients = new ArrayList<Client>();
            while (!stop.get()) {
                clients.add(bridge.connect());
                if (clients.size() > CONNECTIONS) {
                    // Each client that is closed connects again.
                    try (var oldest = clients.remove(0)) {
                        oldest.isEnded();
                    }
                }
            }
            clients.forEach(Client::close);
        });
        for (var i = 0; i < 50; i++) {
            try (var client = bridge.connect(ALICE)) {
                assertServed(client);
            }
        }
        stop.set(true);
        attack.get();
        bridge.awaitReleased();
    }

    @Test
    void e85_anAuthenticatedConnectionIsNeverEvicted() {
        var principals = IntStream.range(0, LIMITS.connections() / 2)
                .mapToObj(i -> bridge.connect(ALICE))
                .toList();
        IntStream.range(0, CONNECTIONS).forEach(i -> bridge.connect());
        principals.forEach(UnauthenticatedConnectionsIT::assertServed);
    }

    @Test
    void e85_onePrincipalCannotUseAllConnections() {
        var clients = new ArrayList<Client>();
        String response;
        do {
            var client = bridge.connect().send(AUTH);
            clients.add(client);
            response = client.text();
        } while (response.contains("authenticated"));
        assertThat(response).isEqualTo("{\"type\":\"err\",\"message\":\"too_many_connections\"}");
        assertThat(clients.get(clients.size() - 1).isClosed()).isTrue();
        assertThat(clients).hasSizeBetween(LIMITS.connections() / 2, LIMITS.connections());
        assertServed(bridge.connect(BOB));
        clients.forEach(Client::close);
        assertServed(bridge.connect(ALICE));
    }

    @Test
    void e85_thousandsOfDisconnectsReleaseTheirMemory() {
        var ends = List.<Runnable>of(
                () -> bridge.connect().close(),
                () -> bridge.connect().write(new byte[] {0, 0}).close(),
                () -> bridge.connect().announce(4096).write(new byte[100]).close(),
                () -> bridge.connect().announce(-1).close(),
                () -> bridge.connect().send(AUTH).close(),
                () -> bridge.connect()
                        .send(AUTH)
                        .announce(BridgeLimits.FRAME_BYTES)
                        .write(new byte[10_000])
                        .close(),
                () -> bridge.connect().send(AUTH).send(find("r")).close(),
                () -> bridge.connect()
                        .send(AUTH)
                        .send("{\"type\":\"register\",\"address\":\"" + BridgeFixture.CHANGED + "\"}")
                        .close());
        for (var i = 0; i < 2_000; i++) {
            ends.get(i % ends.size()).run();
        }
        bridge.awaitReleased();
        assertServed(bridge.connect(ALICE));
    }

    private Client unauthenticated(String what) {
        var client = bridge.connect();
        switch (what) {
            case "half a length" -> client.tryWrite((byte) 0, (byte) 0);
            case "a length" -> client.tryWrite((byte) 0, (byte) 0, (byte) 16, (byte) 0);
            case "half a frame" ->
                client.tryWrite(ByteBuffer.allocate(4000).putInt(4096).array());
            case "pings" -> IntStream.range(0, 10).forEach(i -> client.trySend("{\"type\":\"ping\"}"));
            default -> {
                // Sends nothing.
            }
        }
        return client;
    }

    private static void assertServed(Client client) {
        client.send(find("served"));
        assertThat(client.receive().getString("address")).isEqualTo("served");
    }
}
