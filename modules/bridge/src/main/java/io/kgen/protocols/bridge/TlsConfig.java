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
 * TLS settings of the bridge; all values are in PEM.
 *
 * @param clientCa the authority of client certificates; empty if none are requested
 */
record TlsConfig(String certificate, Secret key, String clientCa) {

    static final TlsConfig NONE = new TlsConfig("", Secret.NONE, "");

    static TlsConfig read(ConfigSection tls) {
        var key = tls.readFile("key-file");
        if (!key.isEmpty() && !key.contains("PRIVATE KEY-----")) {
            tls.reject("key-file", "must name a private key in PEM");
        }
        var read = new TlsConfig(
                certificates(tls, "certificate-file"), new Secret(key), certificates(tls, "client-ca-file"));
        if (read.certificate.isEmpty() != key.isEmpty()) {
            tls.reject("key-file", "and certificate-file must be set together");
        } else if (!read.isOn() && read.requestsClientCertificates()) {
            tls.reject("client-ca-file", "needs certificate-file and key-file");
        }
        return read;
    }

    boolean isOn() {
        return !certificate.isEmpty();
    }

    boolean requestsClientCertificates() {
        return !clientCa.isEmpty();
    }

    /**
     * Client certificates are optional: a client without one may authenticate by a token. A certificate of another CA fails
     * the handshake. Returns null if TLS is off.
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
        if (requestsClientCertificates()) {
            var authority = new PemTrustOptions().addCertValue(Buffer.buffer(clientCa));
            context.clientAuth(ClientAuth.OPTIONAL).trustManager(authority.getTrustManagerFactory(vertx));
        }
        return context.build();
    }

    private static String certificates(ConfigSection tls, String name) {
        var pem = tls.readFile(name);
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
