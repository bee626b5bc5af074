package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.management.Access;
import io.kgen.protocols.app.management.ManagementConfig;
import io.kgen.protocols.app.management.ManagementServer;
import io.kgen.protocols.app.management.Reply;
import io.kgen.protocols.app.management.Route;
import io.kgen.protocols.platform.AuditTrail;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.platform.TlsCertificate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(VertxExtension.class)
class ManagementTlsIT {

    private static final String TOKEN = "the-token-of-the-operators-long-enough";
    private static final String NEXT_TOKEN = "the-next-token-of-the-operators-long-enough";

    private record Seen(int status, String certificate) {}

    @Test
    void takesAnotherCertificateAndTokenWhileItRuns(Vertx vertx, @TempDir Path directory) throws Exception {
        var first = NodeCertificate.make(directory);
        var second = NodeCertificate.make(directory);
        var route = Route.get("/config", Access.READ, request -> Future.succeededFuture(Reply.json(new JsonObject())));
        var server = ManagementServer.listen(
                        vertx, config(first, TOKEN), List.of(route), new SimpleMeterRegistry(), AuditTrail.NONE)
                .await();

        assertThat(get(vertx, server.port(), TOKEN)).isEqualTo(new Seen(200, first.certificate()));
        assertThat(get(vertx, server.port(), NEXT_TOKEN).status()).isEqualTo(401);

        server.reload(config(second, NEXT_TOKEN)).await();

        assertThat(get(vertx, server.port(), NEXT_TOKEN)).isEqualTo(new Seen(200, second.certificate()));
        assertThat(get(vertx, server.port(), TOKEN).status()).isEqualTo(401);
    }

    private static ManagementConfig config(NodeCertificate certificate, String token) {
        return new ManagementConfig(
                "127.0.0.1",
                0,
                new Secret(token),
                new TlsCertificate(certificate.certificate(), new Secret(certificate.key())));
    }

    /** Over a new connection. */
    private static Seen get(Vertx vertx, int port, String token) {
        var client = vertx.createHttpClient(
                new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
        try {
            return client.request(HttpMethod.GET, port, "127.0.0.1", "/config")
                    .compose(request -> request.putHeader("Authorization", "Bearer " + token)
                            .send())
                    .map(response -> new Seen(
                            response.statusCode(), pem(response.request().connection())))
                    .await();
        } finally {
            client.close().await();
        }
    }

    private static String pem(HttpConnection connection) {
        try {
            var encoded = connection.peerCertificates().get(0).getEncoded();
            var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
            return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
        } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }
}
