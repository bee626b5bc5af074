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
 * How a connection to a server is encrypted, and what the server must prove.
 *
 * @param authorities whose certificates are trusted, in PEM; empty trusts those of the Java runtime
 * @param own what the server is shown if it asks for a certificate
 */
public record ClientTls(Verification verification, String authorities, TlsCertificate own) {

    /** What is checked of the server's certificate; each includes those before it. */
    public enum Verification {
        /** The connection is not encrypted. */
        OFF,
        /** Nothing: this keeps out those who listen, but not those who pretend to be the server. */
        NONE,
        AUTHORITY,
        HOST
    }

    public static final ClientTls OFF = new ClientTls(Verification.OFF, "", TlsCertificate.NONE);

    /** From {@code enabled}, {@code ca-file}, {@code certificate-file} and {@code key-file}. */
    public static ClientTls read(ConfigSection tls) {
        return read(tls, tls.flag("enabled") ? Verification.HOST : Verification.OFF, "needs enabled: true beside it");
    }

    /**
     * As {@link #read(ConfigSection)}, with a verification that another key says.
     *
     * @param whatItNeeds how to say that a file is named although TLS is off
     */
    public static ClientTls read(ConfigSection tls, Verification verification, String whatItNeeds) {
        var read = new ClientTls(verification, authorities(tls), TlsCertificate.read(tls));
        if (!read.isOn() && !tls.optionalText("ca-file").isEmpty()) {
            tls.fault("ca-file", whatItNeeds);
        }
        if (!read.isOn() && !tls.optionalText("certificate-file").isEmpty()) {
            tls.fault("certificate-file", whatItNeeds);
        }
        return read;
    }

    public boolean isOn() {
        return verification != Verification.OFF;
    }

    /** The name by which the JDK knows how to compare host names; empty compares none. */
    public String hostCheck() {
        return verification == Verification.HOST ? "HTTPS" : "";
    }

    /** For a client of Vert.x that encrypts a connection after its first message. */
    public ClientSSLOptions options() {
        var options = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm(hostCheck())
                .setTrustOptions(TrustOptions.wrap(trustManager()));
        return own.isEmpty() ? options : options.setKeyCertOptions(own.options());
    }

    /** For a client of Vert.x that encrypts a connection from its first byte on. */
    public NetClientOptions apply(NetClientOptions options) {
        if (!isOn()) {
            return options;
        }
        options.setSsl(true)
                .setHostnameVerificationAlgorithm(hostCheck())
                .setTrustOptions(TrustOptions.wrap(trustManager()));
        return own.isEmpty() ? options : options.setKeyCertOptions(own.options());
    }

    /** The same for a client that takes what the JDK offers. */
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
        var pem = tls.contentOfFile("ca-file");
        try {
            if (!pem.isEmpty()) {
                Pem.certificates(pem);
            }
            return pem;
        } catch (GeneralSecurityException e) {
            tls.fault("ca-file", "must name certificates in PEM");
            return "";
        }
    }
}
