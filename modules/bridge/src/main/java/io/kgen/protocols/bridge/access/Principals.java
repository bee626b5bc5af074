package io.kgen.protocols.bridge.access;

import io.kgen.protocols.platform.Sha256;
import io.vertx.core.net.NetSocket;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The services that may use the bridge, found by their credentials. */
public record Principals(List<Principal> all) {

    public Principals {
        all = List.copyOf(all);
    }

    /** Returns null for an unknown token. Takes the same time for every token, so that timing reveals nothing about one. */
    public Principal findByToken(String token) {
        Principal found = null;
        for (var principal : all) {
            for (var valid : principal.tokens()) {
                if (valid.matches(token)) {
                    found = principal;
                }
            }
        }
        return found;
    }

    /** Finds the principal of the client certificate, which the TLS handshake has verified; null if there is none. */
    public Principal findByCertificate(NetSocket client) {
        try {
            return client.isSsl() && client.peerCertificates().get(0) instanceof X509Certificate certificate
                    ? findByCertificate(certificate)
                    : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }

    private Principal findByCertificate(X509Certificate certificate) {
        var fingerprint = fingerprint(certificate);
        for (var principal : all) {
            if (principal.fingerprints().contains(fingerprint)
                    || certificate.getSubjectX500Principal().equals(principal.subject())) {
                return principal;
            }
        }
        return null;
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(Sha256.of(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
