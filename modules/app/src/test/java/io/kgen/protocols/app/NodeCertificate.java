package io.kgen.protocols.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A self-signed certificate, created with the JDK's keytool, as the content of PEM files. */
record NodeCertificate(String certificate, String key) {

    private static final String PASSWORD = "only for the test";
    private static final String ALIAS = "node";

    static NodeCertificate make(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        var file = Files.createTempDirectory(directory, "keys").resolve("node.p12");
        generate(file);
        var store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        return new NodeCertificate(
                pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()),
                pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded()));
    }

    private static void generate(Path file) throws IOException, InterruptedException {
        var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command =
                new ArrayList<>(List.of(tool, "-genkeypair", "-alias", ALIAS, "-keyalg", "EC", "-dname", "CN=node"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString()));
        var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        var output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new AssertionError(output);
        }
    }

    private static String pem(String type, byte[] content) {
        var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, lines, type);
    }

    /** Returns the TLS settings of a node that accepts certificates of the given authority. */
    ClusterTls withTrustedAuthority(NodeCertificate authority) {
        return new ClusterTls(certificate, key, authority.certificate);
    }
}
