package io.kgen.protocols.app.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.NodeProcess;
import io.kgen.protocols.app.support.TrustedAuthority;
import io.kgen.protocols.sandbox.CertificateAuthority;
import io.kgen.protocols.sandbox.IssuedCertificate;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node that terminates TLS on its public listener, on an IPv6 address. */
@ExtendWith(SandboxExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class HttpTlsIT {

    private final Sandbox sandbox;
    private NodeProcess node;
    private int port;
    private SSLContext trusting;

    HttpTlsIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        var authority = CertificateAuthority.create(directory, "authority");
        node = NodeProcess.start(environment(authority.issue("server", "ip:::1")));
        port = node.awaitHttpPort();
        node.awaitLine("ready in");
        trusting = TrustedAuthority.sslContext(authority.file());
    }

    @AfterAll
    void stop() throws IOException {
        node.close();
    }

    private Map<String, String> environment(IssuedCertificate own) {
        var environment = NodeProcess.environment(sandbox);
        environment.put("PLATFORM_HTTP_HOST", "[::1]");
        environment.put("PLATFORM_MANAGEMENT_HOST", "::1");
        environment.put("PLATFORM_POSTGRES_HOST", "[::1]");
        environment.put("PLATFORM_REDIS_HOST", "::1");
        environment.put("PLATFORM_HTTP_TLS_CERTIFICATE_FILE", own.certificate().toString());
        environment.put("PLATFORM_HTTP_TLS_KEY_FILE", own.key().toString());
        return environment;
    }

    @Test
    void storesAnEvent() throws Exception {
        var token = PlayerToken.of("client", "user").signedBy(NodeProcess.SECRET);
        var drop = HttpRequest.newBuilder(
                        URI.create("https://[::1]:" + port + "/fe/analytics/px-tracker/events/login/drop"))
                .header("user-jwt-token", token)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        var client = HttpClient.newBuilder().sslContext(trusting).build();

        assertThat(client.send(drop, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        assertThat(client.send(drop, BodyHandlers.ofString()).version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void respondsToAMalformedRequestAsWithoutTls() throws Exception {
        try (var socket = trusting.getSocketFactory().createSocket("::1", port)) {
            socket.getOutputStream().write("GET / HTTP/3.0\r\nhost: a\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .matches("(?s)HTTP/1\\.[01] 400 .*");
        }
    }

    @Test
    void rejectsPlainHttp() throws IOException {
        try (var socket = new Socket(InetAddress.getAllByName("::1")[0], port)) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .doesNotContain("HTTP/1.1");
        }
    }

    /** The blocking read returns because the node closes the connection. */
    @Test
    void closesAConnectionWithoutATlsHandshake() throws IOException {
        try (var socket = new Socket(InetAddress.getAllByName("::1")[0], port)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }
}
