package io.kgen.protocols.gateway;

import io.kgen.protocols.platform.ConfigSection;
import io.kgen.protocols.platform.TlsCertificate;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** TLS of the public HTTP server, for deployments without a proxy that terminates TLS. */
public record HttpTls(TlsCertificate certificate) {

    static final HttpTls OFF = new HttpTls(TlsCertificate.NONE);

    private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");
    private static final int HANDSHAKE_SECONDS = 10;

    static HttpTls read(ConfigSection tls) {
        return new HttpTls(TlsCertificate.read(tls));
    }

    boolean isOn() {
        return !certificate.isEmpty();
    }

    /** The options of a running server that change with its certificate. */
    ServerSSLOptions serverOptions() {
        return new ServerSSLOptions()
                .setKeyCertOptions(certificate.options())
                .setEnabledSecureTransportProtocols(VERSIONS)
                .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    }

    /** Without ALPN, because only HTTP/1.1 is supported. */
    HttpServerOptions apply(HttpServerOptions options) {
        return !isOn()
                ? options
                : options.setSsl(true)
                        .setKeyCertOptions(certificate.options())
                        .setEnabledSecureTransportProtocols(VERSIONS)
                        .setUseAlpn(false)
                        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
                        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    }
}
