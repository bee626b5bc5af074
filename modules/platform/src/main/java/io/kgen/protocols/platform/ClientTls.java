package io.kgen.protocols.platform;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * TLS settings of a client connection: whether it is encrypted and how the server's certificate is verified.
 *
 * @param authorities trusted certificate authorities in PEM; empty for those of the Java runtime
 * @param own the client certificate, sent if the server requests one
 */
public record ClientTls(Verification verification, String authorities, TlsCertificate own) {

    /** What is verified of the server's certificate. Each level includes those before it. */
    public enum Verification {
        /** The connection is not encrypted. */
        OFF,
        /** Nothing is verified: this protects against eavesdropping, not against an impostor. */
        NONE,
        /** The certificate is signed by a trusted authority. */
        AUTHORITY,
        /** The certificate is also issued for the host name. */
        HOST
    }

    public static final ClientTls OFF = new ClientTls(Verification.OFF, "", TlsCertificate.NONE);

    /** Reads {@code enabled}, {@code ca-file}, {@code certificate-file} and {@code key-file}. */
    public static ClientTls read(ConfigSection tls) {
        return read(tls, tls.bool("enabled") ? Verification.HOST : Verification.OFF, "needs enabled: true");
    }

    /**
     * Reads the files; the verification is configured by another key.
     *
     * @param offMessage the violation if a file is set although TLS is off
     */
    public static ClientTls read(ConfigSection tls, Verification verification, String offMessage) {
        var read = new ClientTls(verification, authorities(tls), TlsCertificate.read(tls));
        if (!read.isOn() && !tls.optionalText("ca-file").isEmpty()) {
            tls.reject("ca-file", offMessage);
        }
        if (!read.isOn() && !tls.optionalText("certificate-file").isEmpty()) {
            tls.reject("certificate-file", offMessage);
        }
        return read;
    }

    public boolean isOn() {
        return verification != Verification.OFF;
    }

    /** The endpoint identification algorithm of the JDK; empty if the host name is not verified. */
    public String endpointIdentification() {
        return verification == Verification.HOST ? "HTTPS" : "";
    }

    /** Options for a Vert.x client that starts TLS after its first message. */
    public ClientSSLOptions options() {
        var options = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm(endpointIdentification())
                .setTrustOptions(TrustOptions.wrap(trustManager()));
        return own.isEmpty() ? options : options.setKeyCertOptions(own.options());
    }

    /** Configures a Vert.x client that uses TLS from the first byte. */
    public NetClientOptions apply(NetClientOptions options) {
        if (!isOn()) {
            return options;
        }
        options.setSsl(true)
                .setHostnameVerificationAlgorithm(endpointIdentification())
                .setTrustOptions(TrustOptions.wrap(trustManager()));
        return own.isEmpty() ? options : options.setKeyCertOptions(own.options());
    }

    /** The same settings for a client that uses the JDK's TLS. */
    public SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            var keys = own.isEmpty() ? new KeyManager[0] : new KeyManager[] {own.keyManager()};
            context.init(keys, new TrustManager[] {trustManager()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has TLS", e);
        }
    }

    private X509TrustManager trustManager() {
        return verification == Verification.NONE ? TrustManagers.ofAnyServer() : TrustManagers.of(authorities);
    }

    private static String authorities(ConfigSection tls) {
        var pem = tls.readFile("ca-file");
        try {
            if (!pem.isEmpty()) {
                Pem.certificates(pem);
            }
            return pem;
        } catch (GeneralSecurityException e) {
            tls.reject("ca-file", "must name certificates in PEM");
            return "";
        }
    }
}
