package io.kgen.protocols.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates for one test, created by the JDK's keytool. */
final class Certificates {

    private static final String PASSWORD = "changeit";
    private static final char[] SECRET = PASSWORD.toCharArray();

    private final Path file;
    private KeyStore keys;

    private Certificates(Path file) {
        this.file = file;
    }

    static Certificates in(Path directory) {
        return new Certificates(directory.resolve("keys.p12"));
    }

    Certificates authority(String name) throws Exception {
        return generate(name, "CN=" + name, "-ext", "bc:c=ca:true");
    }

    Certificates signed(String name, String subject, String authority) throws Exception {
        return generate(name, subject, "-signer", authority);
    }

    private Certificates generate(String name, String subject, String... more) throws Exception {
        var command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "keytool",
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                subject,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            keys.load(in, SECRET);
        }
        return this;
    }

    String certificatePem(String name) throws GeneralSecurityException {
        return pem("CERTIFICATE", keys.getCertificate(name).getEncoded());
    }

    String keyPem(String name) throws GeneralSecurityException {
        return pem("PRIVATE KEY", keys.getKey(name, SECRET).getEncoded());
    }

    String fingerprint(String name) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(keys.getCertificate(name).getEncoded()));
    }

    /** A socket factory for a client with one of the keys, or with none. */
    SocketFactory trusting(String authority, String name) {
        try {
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(authority, keys.getCertificate(authority));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(name == null ? null : own(name).getKeyManagers(), trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private KeyManagerFactory own(String name) throws GeneralSecurityException, IOException {
        var own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry(name, keys.getKey(name, SECRET), SECRET, keys.getCertificateChain(name));
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(own, SECRET);
        return managers;
    }

    private static String pem(String type, byte[] der) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + type
                + "-----\n";
    }
}
