package io.kgen.protocols.bridge;

import static io.kgen.protocols.bridge.BridgeFixture.ALICE;
import static io.kgen.protocols.bridge.BridgeFixture.FIND;
import static io.kgen.protocols.bridge.BridgeFixture.find;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.bridge.access.Principal;
import io.kgen.protocols.bridge.access.Principals;
import io.kgen.protocols.bridge.limits.BridgeLimits;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.sandbox.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authentication by client certificates. */
class MutualTlsIT {

    private static Certificates certificates;

    private BridgeFixture bridge;

    @BeforeAll
    static void make(@TempDir Path directory) throws Exception {
        certificates = Certificates.in(directory)
                .authority("ca")
                .authority("other-ca")
                .signed("server", "CN=localhost", "ca")
                .signed("tournament", "CN=tournament, O=Example", "ca")
                .signed("pinned", "CN=pinned", "ca")
                .signed("unknown", "CN=unknown", "ca")
                .signed("forger", "CN=tournament, O=Example", "other-ca");
    }

    @BeforeEach
    void start() throws GeneralSecurityException {
        var tls = new TlsConfig(
                certificates.certificatePem("server"),
                new Secret(certificates.keyPem("server")),
                certificates.certificatePem("ca"));
        bridge = BridgeFixture.start(
                tls,
                new Principals(List.of(
                        new Principal(
                                "tournament",
                                List.of(),
                                new X500Principal("CN=tournament,O=Example"),
                                Set.of(),
                                Set.of(FIND),
                                Set.of()),
                        new Principal(
                                "pinned",
                                List.of(),
                                null,
                                Set.of(certificates.fingerprint("pinned")),
                                Set.of(),
                                Set.of()),
                        new Principal("alice", List.of(new Secret(ALICE)), null, Set.of(), Set.of(FIND), Set.of()))));
    }

    @AfterEach
    void stop() {
        bridge.close();
    }

    @Test
    void theSubjectOfACertificateAuthenticates() {
        var client = connect("tournament").send(find("r1"));
        assertThat(client.receive().getString("type")).isEqualTo("message");
        client.send("{\"type\":\"auth\"}");
        assertThat(client.receive().getString("principal")).isEqualTo("tournament");
    }

    @Test
    void theFingerprintOfACertificateAuthenticates() {
        var client = connect("pinned").send(find("r1"));
        assertThat(client.receive().getString("message")).isEqualTo("access_denied");
        client.send("{\"type\":\"auth\"}");
        assertThat(client.receive().getString("principal")).isEqualTo("pinned");
    }

    @Test
    void aCertificateOfAnUnknownClientDoesNotAuthenticate() {
        var client = connect("unknown").send(find("r1"));
        assertThat(client.receive().getString("message")).isEqualTo("unauthorized");
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void withoutACertificateATokenIsRequired() {
        assertThat(connect(null).send(find("r1")).receive().getString("message"))
                .isEqualTo("unauthorized");
        var client = connect(null).send("{\"type\":\"auth\",\"token\":\"" + ALICE + "\"}");
        assertThat(client.receive().getString("principal")).isEqualTo("alice");
    }

    @Test
    void aCertificateOfAnotherAuthorityFailsTheHandshake() {
        assertThat(isRejected("forger")).isTrue();
        bridge.awaitReleased();
    }

    @Test
    void e62_aClientWithoutTlsIsClosed() {
        var client = bridge.connect();
        client.tryWrite(new byte[] {0, 0, 0, 15});
        client.tryWrite("{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(client.isClosed()).isTrue();
        bridge.awaitReleased();
    }

    @Test
    void e85_aPrincipalCanConnectWhileHandshakesDoNotEnd() {
        // With TLS 1.3, a client completes its handshake before the server has verified the client certificate.
        var principal = connect("tournament").ping();
        var silent = IntStream.range(0, 200).mapToObj(i -> bridge.connect()).toList();
        // The header announces a TLS record of 16 KiB, and only its first byte is sent.
        silent.forEach(client -> client.tryWrite((byte) 22, (byte) 3, (byte) 1, (byte) 64, (byte) 0, (byte) 1));
        assertThat(connect("tournament").send(find("r1")).receive().getString("address"))
                .isEqualTo("r1");
        assertThat(principal.send(find("r2")).receive().getString("address")).isEqualTo("r2");
        assertThat(silent.get(0).isEnded()).isTrue();
        silent.forEach(Client::close);
        Await.until(() ->
                bridge.stats.connections() == 2 && bridge.node.unauthenticated().count() == 0);
    }

    @Test
    void aCertificateAuthenticatesBeforeTheFirstFrame() {
        try (var client = connect("tournament")) {
            Await.until(() -> bridge.stats.connections() == 1
                    && bridge.node.unauthenticated().count() == 0);
            assertThat(client.ping().send(find("r1")).receive().getString("type"))
                    .isEqualTo("message");
        }
        bridge.awaitReleased();
    }

    @Test
    void aFrameOfOneMebibyteIsAcceptedOverTls() {
        var find = find("r1");
        var client = connect("tournament").send(find + " ".repeat(BridgeLimits.FRAME_BYTES - find.length()));
        assertThat(client.receive().getString("address")).isEqualTo("r1");
        client.close();
        bridge.awaitReleased();
    }

    /** With TLS 1.3, the client sees the rejection only when it reads. */
    private boolean isRejected(String name) {
        try (var client = connect(name)) {
            client.tryWrite(new byte[] {0});
            return client.isClosed();
        } catch (UncheckedIOException rejection) {
            return true;
        }
    }

    private Client connect(String name) {
        try {
            var socket = (SSLSocket) certificates.trusting("ca", name).createSocket("127.0.0.1", bridge.port());
            socket.startHandshake();
            return new Client(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
