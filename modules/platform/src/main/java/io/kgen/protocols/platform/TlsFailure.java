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

/** Why a TLS connection was not made, as an operator needs to know it; the most exact kind first. */
public enum TlsFailure {
    NOT_VALID_NOW("the server's certificate has expired or is not valid yet"),
    OTHER_HOST("the server's certificate is for another host name"),
    UNKNOWN_AUTHORITY("the server's certificate is not signed by a trusted authority"),
    OWN_CERTIFICATE("the server requires a client certificate of an authority that it trusts"),
    NO_HANDSHAKE("the TLS handshake failed, as it does if the server takes no TLS on this port");

    /** How the JDK says that the name differs; it has no type for that. */
    private static final Pattern NAME_DIFFERS =
            Pattern.compile("No subject alternative|No name matching|Illegal given domain name");
    /** What a server sends that does not like the certificate of its client. */
    private static final Pattern REFUSAL = Pattern.compile(
            "alert: (bad_certificate|certificate_\\w+|unknown_ca|unsupported_certificate|access_denied)");

    private final String sentence;

    TlsFailure(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }

    /** Empty if the cause is not TLS. */
    public static Optional<TlsFailure> of(Throwable failure) {
        return causes(failure).flatMap(TlsFailure::kind).min(TlsFailure::compareTo);
    }

    public static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
    }

    private static Stream<TlsFailure> kind(Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        if (cause instanceof CertificateExpiredException || cause instanceof CertificateNotYetValidException) {
            return Stream.of(NOT_VALID_NOW);
        }
        if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
            return Stream.of(UNKNOWN_AUTHORITY);
        }
        if (cause instanceof CertificateException) {
            return NAME_DIFFERS.matcher(message).find() ? Stream.of(OTHER_HOST) : Stream.empty();
        }
        if (cause instanceof SSLException) {
            return Stream.of(REFUSAL.matcher(message).find() ? OWN_CERTIFICATE : NO_HANDSHAKE);
        }
        // A client of Vert.x says no more than this of a handshake that ended with the connection.
        return message.startsWith("SSL handshake failed") ? Stream.of(NO_HANDSHAKE) : Stream.empty();
    }
}
