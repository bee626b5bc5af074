package io.kgen.protocols.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate that signs itself, made by the JDK's own tool, as the content of PEM files. */
record NodeCertificate(String certificate, String key) {

    private static final String PASSWORD = "only for the test";
    private static final String ALIAS = "node";

    static NodeCertificate make(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        var file = Files.createTempDirectory(directory, "keys").resolve("node.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var made = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=node",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (made.waitFor() != 0) {
            throw new AssertionError(output);
        }
        var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        return new NodeCertificate(
                pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()),
                pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
    }

    private static String pem(String type, byte[] content) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, lines, type);
    }

    /** Of a node that believes who shows a certificate of that authority. */
    ClusterTls believing(NodeCertificate authority) {
        return new ClusterTls(certificate, key, authority.certificate);
    }
}
