package io.kgen.protocols.app.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.kgen.protocols.app.support.CapturedLog;
import io.kgen.protocols.app.support.RunningPlatform;
import io.kgen.protocols.sandbox.Await;
import io.kgen.protocols.sandbox.CertificateAuthority;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import io.kgen.protocols.sandbox.SandboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A node with TLS whose files change while clients send requests. */
@ExtendWith(SandboxExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class ConfigReloadIT {

    private static final String ISSUER = "studio";
    private static final String FIRST = "the first secret of the studio, 32 bytes or more";
    private static final String SECOND = "the second secret of the studio, 32 bytes or more";

    private final Sandbox sandbox;
    private Path directory;
    private CertificateAuthority authority;
    private RunningPlatform platform;
    private TlsClient client;

    ConfigReloadIT(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        authority = CertificateAuthority.create(Files.createDirectory(directory.resolve("authority")), "authority");
        useCertificate("before");
        write("secret-1", FIRST);
        write("secret-2", SECOND);
        configure(keys("secret-1"), "");
        platform = RunningPlatform.on(sandbox, directory.resolve("platform.yaml"));
        client = TlsClient.trusting(authority.file(), platform.httpPort());
    }

    /** So that no test depends on what another one has left. */
    @BeforeEach
    void restore() throws IOException {
        configure(keys("secret-1"), "");
        var token = PlayerToken.of(ISSUER, "user").signedBy(FIRST);
        Await.until(
                () -> client.accepts(token) && metric("config_reload_success").equals("1.0"));
    }

    @AfterAll
    void stop() {
        platform.close();
    }

    @Test
    void rotatesAKeyWithoutARefusedRequest() throws Exception {
        var old = PlayerToken.of(ISSUER, "user").signedBy(FIRST);
        var next = PlayerToken.of(ISSUER, "user").signedBy(SECOND);
        Await.until(() -> client.accepts(old) && !client.accepts(next));

        try (var load = client.repeat(old)) {
            configure(keys("secret-1", "secret-2"), "");
            Await.until(() -> client.accepts(next));
            load.awaitMore(20);
            assertThat(load.refused()).isZero();
        }
        configure(keys("secret-2"), "");
        Await.until(() -> !client.accepts(old));
        assertThat(client.accepts(next)).isTrue();
    }

    @Test
    void rotatesTheContentOfAKeyFile() throws Exception {
        configure(keys("secret-3"), "");
        write("secret-3", FIRST);
        Await.until(() -> client.accepts(PlayerToken.of(ISSUER, "user").signedBy(FIRST)));
        write("secret-3", SECOND);
        Await.until(() -> client.accepts(PlayerToken.of(ISSUER, "user").signedBy(SECOND)));
        assertThat(client.accepts(PlayerToken.of(ISSUER, "user").signedBy(FIRST)))
                .isFalse();
    }

    @Test
    void rotatesTheCertificateWithoutAFailedRequest() throws Exception {
        var token = RunningPlatform.token("user");
        useCertificate("second");
        Await.until(() -> "CN=second".equals(presented()));
        try (var load = client.repeat(token);
                var open = client.connect()) {
            load.awaitMore(5);
            useCertificate("third");
            Await.until(() -> "CN=third".equals(presented()));
            load.awaitMore(5);
            assertThat(load.refused()).isZero();
            assertThat(client.status(open, token)).isNotEqualTo(401);
        }
    }

    private String presented() {
        try (SSLSocket socket = client.connect()) {
            var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        } catch (IOException e) {
            throw new AssertionError("a client cannot connect", e);
        }
    }

    @Test
    void keepsTheOldStateOfABrokenFileAndSaysSo() throws Exception {
        var token = PlayerToken.of(ISSUER, "user").signedBy(FIRST);
        try (var log = CapturedLog.open()) {
            write("platform.yaml", "auth: {issuers: [");
            Await.until(() -> metric("config_reload_success").equals("0.0"));
            assertThat(text(log)).contains("cannot reload the configuration", "is not valid YAML at line");
            assertThat(client.accepts(token)).isTrue();

            configure("\n      - { algorithm: RS256, secret-file: " + directory.resolve("secret-1") + " }", "");
            Await.until(() -> text(log).contains("auth.issuers[0].keys[0]"));
            assertThat(metric("config_reload_success")).isEqualTo("0.0");
            assertThat(text(log)).doesNotContain(FIRST);
            assertThat(client.accepts(token)).isTrue();
        }
        configure(keys("secret-1"), "");
        Await.until(() -> metric("config_reload_success").equals("1.0"));
    }

    @Test
    void namesWhatNeedsARestart() throws Exception {
        try (var log = CapturedLog.open()) {
            configure(keys("secret-1"), "users: { cache: { ttl: 4m } }");
            Await.until(() -> text(log).contains("take effect after a restart only: users.cache.ttl"));
        }
    }

    private static String text(CapturedLog log) {
        return String.join("\n", log.lines());
    }

    private String metric(String name) {
        return client.metrics(platform.managementPort())
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("");
    }

    private String keys(String... files) {
        var list = new StringBuilder();
        for (var file : files) {
            list.append("\n      - { algorithm: HS256, kid: %1$s, secret-file: %2$s }"
                    .formatted(file, directory.resolve(file)));
        }
        return list.toString();
    }

    private void configure(String keys, String more) throws IOException {
        write("platform.yaml", """
                http: { tls: { certificate-file: %1$s, key-file: %2$s } }
                auth:
                  issuers:
                  - issuer: %3$s
                    keys: %4$s
                %5$s
                """.formatted(
                        directory.resolve("tls.pem"), directory.resolve("tls.key"), ISSUER, keys, more));
    }

    private void useCertificate(String subject) throws IOException {
        var issued = authority.issue(subject, "ip:127.0.0.1");
        Files.copy(issued.certificate(), directory.resolve("tls.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(issued.key(), directory.resolve("tls.key"), StandardCopyOption.REPLACE_EXISTING);
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(directory.resolve(file), content);
    }
}
