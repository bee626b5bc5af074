package io.kgen.protocols.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Issues certificates as PEM files for the servers and clients of a test, by the keytool of the JDK. */
public final class CertificateAuthority {

    private static final String PASSWORD = "only for tests";
    /** The tool ends before the second compiler of its JVM pays. */
    private static final String FAST_START = "-J-XX:TieredStopAtLevel=1";

    private static final List<String> CA_EXTENSION = List.of("-ext", "bc:c=ca:true");

    private final Path directory;
    private final String name;

    private CertificateAuthority(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    /** Creates a root authority; its key store in the directory also contains each certificate that it issues. */
    public static CertificateAuthority create(Path directory, String name) {
        var authority = new CertificateAuthority(directory, name);
        authority.generate(name, "EC", CA_EXTENSION);
        return authority;
    }

    /** Creates an intermediate authority, signed by this one. */
    public CertificateAuthority intermediate(String subject) {
        generate(subject, "EC", signedByThis(CA_EXTENSION));
        return new CertificateAuthority(directory, subject);
    }

    /**
     * Issues a certificate with an EC key.
     *
     * @param alternativeNames such as {@code dns:localhost} or {@code ip:127.0.0.1}
     */
    public IssuedCertificate issue(String subject, String... alternativeNames) {
        return issue(subject, "EC", List.of(), alternativeNames);
    }

    /**
     * Issues a certificate.
     *
     * @param algorithm of the key: EC, RSA or Ed25519
     * @param options additional options of keytool
     */
    public IssuedCertificate issue(String subject, String algorithm, List<String> options, String... alternativeNames) {
        var allOptions = new ArrayList<>(options);
        if (alternativeNames.length > 0) {
            allOptions.addAll(List.of("-ext", "san=" + String.join(",", alternativeNames)));
        }
        generate(subject, algorithm, signedByThis(allOptions));
        return write(subject);
    }

    /** Issues a certificate whose validity has ended. */
    public IssuedCertificate issueExpired(String subject, String... alternativeNames) {
        return issue(subject, "EC", List.of("-startdate", "-9d", "-validity", "3"), alternativeNames);
    }

    /** The PEM file with the certificate of this authority. */
    public Path file() {
        return write(name).certificate();
    }

    private List<String> signedByThis(List<String> options) {
        var allOptions = new ArrayList<>(List.of("-signer", name));
        allOptions.addAll(options);
        return allOptions;
    }

    private void generate(String alias, String algorithm, List<String> options) {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command =
                new ArrayList<>(List.of(keytool, FAST_START, "-genkeypair", "-alias", alias, "-dname", "CN=" + alias));
        command.addAll(List.of("-keyalg", algorithm, "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", store().toString()));
        command.addAll(options);
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new SandboxException("keytool failed: " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("interrupted", e);
        }
    }

    private Path store() {
        return directory.resolve("keys.p12");
    }

    private IssuedCertificate write(String alias) {
        try {
            var keys = KeyStore.getInstance(store().toFile(), PASSWORD.toCharArray());
            var chain = keys.getCertificateChain(alias);
            // The peer has the root certificate already.
            var presented = chain.length == 1 ? chain : Arrays.copyOf(chain, chain.length - 1);
            var key = keys.getKey(alias, PASSWORD.toCharArray());
            return new IssuedCertificate(
                    Files.writeString(directory.resolve(alias + ".pem"), pem(presented)),
                    writeOwnerOnly(directory.resolve(alias + ".key"), pem("PRIVATE KEY", key.getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new SandboxException("the key store cannot be read", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL rejects a key file that other users can read. */
    private static Path writeOwnerOnly(Path file, String content) throws IOException {
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static String pem(Certificate... chain) throws GeneralSecurityException {
        var text = new StringBuilder();
        for (var certificate : chain) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return text.toString();
    }

    private static String pem(String type, byte[] content) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, lines);
    }
}
