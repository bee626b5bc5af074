package io.kgen.protocols.platform;

import io.vertx.core.net.KeyCertOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/**
 * A certificate chain and its private key, both in PEM.
 *
 * @param certificate the chain without its root; empty if there is no certificate
 */
public record TlsCertificate(String certificate, Secret key) {

    public static final TlsCertificate NONE = new TlsCertificate("", Secret.NONE);

    private static final char[] NO_PASSWORD = new char[0];

    /** Reads {@code certificate-file} and {@code key-file}, which must both be set or both be empty. */
    public static TlsCertificate read(ConfigSection tls) {
        var certificate = tls.readFile("certificate-file");
        var key = tls.readFile("key-file");
        if (tls.optionalText("certificate-file").isEmpty()
                != tls.optionalText("key-file").isEmpty()) {
            tls.reject("key-file", "and certificate-file must be set together");
        }
        var read = new TlsCertificate(certificate, new Secret(key));
        return certificate.isEmpty() || key.isEmpty() || read.isValid(tls) ? read : NONE;
    }

    public boolean isEmpty() {
        return certificate.isEmpty();
    }

    /** Options for a server or a client of Vert.x. */
    public KeyCertOptions options() {
        return KeyCertOptions.wrap(keyManager());
    }

    X509KeyManager keyManager() {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            var chain = Pem.certificates(certificate).toArray(X509Certificate[]::new);
            store.setKeyEntry("own", Pem.privateKey(key.value()), NO_PASSWORD, chain);
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, NO_PASSWORD);
            return (X509KeyManager) managers.getKeyManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the certificate and its key were validated when they were read", e);
        }
    }

    private boolean isValid(ConfigSection tls) {
        try {
            var first = Pem.certificates(certificate).get(0);
            if (isPair(Pem.privateKey(key.value()), first)) {
                return true;
            }
            tls.reject("key-file", "must be the key of the first certificate in certificate-file");
        } catch (GeneralSecurityException e) {
            tls.reject(
                    "key-file",
                    "must name a private key in PEM (PKCS#8), and certificate-file its certificates in PEM");
        }
        return false;
    }

    /** Signs a sample with the key and verifies it with the certificate. */
    private static boolean isPair(PrivateKey key, X509Certificate certificate) throws GeneralSecurityException {
        var algorithm = key.getAlgorithm();
        if (!algorithm.equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        var signature = Signature.getInstance(
                switch (algorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> algorithm;
                });
        var sample = new byte[] {1, 2, 3};
        signature.initSign(key);
        signature.update(sample);
        var signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(sample);
        return signature.verify(signed);
    }
}
