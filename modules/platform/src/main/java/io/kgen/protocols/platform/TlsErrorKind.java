package io.kgen.protocols.platform;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** The cause of a failed TLS handshake, in words for an operator. The most specific kind comes first. */
public enum TlsErrorKind {
    NOT_VALID_NOW("the server's certificate has expired or is not valid yet"),
    OTHER_HOST("the server's certificate is for another host name"),
    UNKNOWN_AUTHORITY("the server's certificate is not signed by a trusted authority"),
    OWN_CERTIFICATE("the server requires a client certificate that is signed by an authority it trusts"),
    NO_HANDSHAKE("the TLS handshake failed; perhaps the server does not accept TLS on this port");

    /** The messages of the JDK for a host name that does not match. It has no exception type for that. */
    private static final Pattern HOST_MISMATCH =
            Pattern.compile("No subject alternative|No name matching|Illegal given domain name");
    /** The TLS alerts by which a server rejects the client's certificate. */
    private static final Pattern CERTIFICATE_REJECTED = Pattern.compile(
            "alert: (bad_certificate|certificate_\\w+|unknown_ca|unsupported_certificate|access_denied)");

    private final String description;

    TlsErrorKind(String description) {
        this.description = description;
    }

    public String description() {
        return description;
    }

    /** Empty if the failure was not caused by TLS. */
    public static Optional<TlsErrorKind> classify(Throwable failure) {
        return causes(failure).flatMap(TlsErrorKind::classifyCause).min(TlsErrorKind::compareTo);
    }

    /** The failure and its causes, the outermost first. */
    public static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static Stream<TlsErrorKind> classifyCause(Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
            return Stream.of(NOT_VALID_NOW);
        }
        if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
            return Stream.of(UNKNOWN_AUTHORITY);
        }
        if (cause instanceof CertificateException) {
            return HOST_MISMATCH.matcher(message).find() ? Stream.of(OTHER_HOST) : Stream.empty();
        }
        if (cause instanceof SSLException) {
            return Stream.of(CERTIFICATE_REJECTED.matcher(message).find() ? OWN_CERTIFICATE : NO_HANDSHAKE);
        }
        // A Vert.x client gives no other information if the connection was closed during the handshake.
        return message.startsWith("SSL handshake failed") ? Stream.of(NO_HANDSHAKE) : Stream.empty();
    }
}
