package io.kgen.protocols.bridge;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.Secret;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/**
 * How the listener is encrypted; all in PEM.
 *
 * @param clientCa verifies the clients' certificates; empty asks for none
 */
record TlsConfig(String certificate, Secret key, String clientCa) {

    static final TlsConfig NONE = new TlsConfig("", Secret.NONE, "");

    static TlsConfig read(ConfigSection tls) {
        var key = content(tls, "key-file");
        if (!key.isEmpty() && !key.contains("PRIVATE KEY-----")) {
            tls.reject("key-file", "must name a private key in PEM");
        }
        var read = new TlsConfig(
                certificates(tls, "certificate-file"), new Secret(key), certificates(tls, "client-ca-file"));
        if (read.certificate.isEmpty() != key.isEmpty()) {
            tls.reject("key-file", "and certificate-file must be set together");
        } else if (!read.isOn() && read.asksClients()) {
            tls.reject("client-ca-file", "needs certificate-file and key-file");
        }
        return read;
    }

    boolean isOn() {
        return !certificate.isEmpty();
    }

    boolean asksClients() {
        return !clientCa.isEmpty();
    }

    /**
     * A client without a certificate may still prove itself by a token; one with a certificate of another CA is cut off.
     * Null if there is no TLS.
     */
    SslContext context(Vertx vertx) throws Exception {
        if (!isOn()) {
            return null;
        }
        var own = new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(certificate))
                .addKeyValue(Buffer.buffer(key.value()));
        var context = SslContextBuilder.forServer(own.getKeyManagerFactory(vertx))
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2");
        if (asksClients()) {
            var theirs = new PemTrustOptions().addCertValue(Buffer.buffer(clientCa));
            context.clientAuth(ClientAuth.OPTIONAL).trustManager(theirs.getTrustManagerFactory(vertx));
        }
        return context.build();
    }

    private static String content(ConfigSection tls, String name) {
        var file = tls.optionalText(name);
        return file.isEmpty() ? "" : tls.readFile(name, file);
    }

    private static String certificates(ConfigSection tls, String name) {
        var pem = content(tls, name);
        if (!pem.isEmpty() && !areCertificates(pem)) {
            tls.reject(name, "must name certificates in PEM");
        }
        return pem;
    }

    private static boolean areCertificates(String pem) {
        try {
            return !CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .isEmpty();
        } catch (CertificateException e) {
            return false;
        }
    }
}
