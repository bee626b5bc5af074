package io.kgen.protocols.bridge;

import io.kgen.protocols.platform.Sha256;
import io.vertx.core.net.NetSocket;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Who may use the bridge, and who a client is by what it proves. */
record Principals(List<Principal> all) {

    Principals {
        all = List.copyOf(all);
    }

    /** Null for nobody's. Takes the same time whatever the token, so that nobody can feel their way to one. */
    Principal byToken(String token) {
        Principal found = null;
        for (var principal : all) {
            for (var known : principal.tokens()) {
                if (known.matches(token)) {
                    found = principal;
                }
            }
        }
        return found;
    }

    /** By the certificate that the client has shown to the listener, which has verified it; null for nobody's. */
    Principal byCertificate(NetSocket client) {
        try {
            return client.isSsl() && client.peerCertificates().get(0) instanceof X509Certificate certificate
                    ? byCertificate(certificate)
                    : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }

    private Principal byCertificate(X509Certificate certificate) {
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
