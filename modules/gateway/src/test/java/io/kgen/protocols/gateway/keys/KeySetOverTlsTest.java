package io.kgen.protocols.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kgen.protocols.gateway.JwksConfig;
import io.kgen.protocols.platform.ClientTls;
import io.kgen.protocols.platform.ClientTls.Verification;
import io.kgen.protocols.platform.Secret;
import io.kgen.protocols.platform.TlsCertificate;
import io.kgen.protocols.sandbox.CertificateAuthority;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A provider with TLS: its certificate must be of a trusted authority and for the host of the URL. */
@ExtendWith(VertxExtension.class)
class KeySetOverTlsTest {

    private final SigningKey key = SigningKey.create("ES256", "one");

    @Test
    void fetchesFromATrustedHostOnly(Vertx vertx, @TempDir Path directory) throws Exception {
        var authority = CertificateAuthority.create(directory, "authority");
        var trusted = Files.readString(authority.file());
        try (var provider = provider(vertx, authority, "provider", "ip:127.0.0.1");
                var impostor = provider(vertx, authority, "impostor", "dns:other.example.com")) {
            assertThat(new KeySetClient(vertx).fetch(config(provider, trusted)).await())
                    .singleElement()
                    .extracting("kid")
                    .isEqualTo("one");
            assertThatThrownBy(() -> new KeySetClient(vertx)
                            .fetch(config(impostor, trusted))
                            .await())
                    .hasMessageContaining("SSL");
            assertThatThrownBy(() ->
                            new KeySetClient(vertx).fetch(config(provider, "")).await())
                    .hasMessageContaining("SSL");
        }
    }

    private KeyProvider provider(Vertx vertx, CertificateAuthority authority, String name, String host)
            throws Exception {
        var issued = authority.issue(name, host);
        var certificate =
                new TlsCertificate(Files.readString(issued.certificate()), new Secret(Files.readString(issued.key())));
        var tls = SSLContext.getInstance("TLS");
        tls.init(certificate.options().getKeyManagerFactory(vertx).getKeyManagers(), null, null);
        return KeyProvider.of(tls, key);
    }

    private static JwksConfig config(KeyProvider provider, String authorities) throws IOException {
        return new JwksConfig(
                provider.url(),
                new ClientTls(Verification.HOST, authorities, TlsCertificate.NONE),
                Duration.ofSeconds(30),
                Duration.ofMinutes(5));
    }
}
