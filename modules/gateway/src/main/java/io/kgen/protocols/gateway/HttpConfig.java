package io.kgen.protocols.gateway;

import io.kgen.protocols.platform.ConfigSection;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;

/**
 * The public HTTP server.
 *
 * @param port 0 lets the system choose one
 * @param cors the web pages that may call from a browser
 * @param limits of connections
 * @param trustedProxies whose statement of the client's address is believed
 * @param drain how long requests in flight may take to finish after the socket is closed
 */
public record HttpConfig(
        String host,
        int port,
        HttpTls tls,
        CorsConfig cors,
        ConnectionLimits limits,
        TrustedProxies trustedProxies,
        AccessLogConfig accessLog,
        Duration drain) {

    /** For the same negative port, Vert.x gives all instances of a verticle the same port, which the system chooses. */
    private static final int ANY_PORT = -1;

    /** Without TLS, proxies and access log. */
    public HttpConfig(String host, int port, CorsConfig cors, ConnectionLimits limits, Duration drain) {
        this(host, port, HttpTls.OFF, cors, limits, TrustedProxies.NONE, AccessLogConfig.OFF, drain);
    }

    public static HttpConfig read(ConfigSection http, ConfigSection accessLog, Duration drain) {
        return new HttpConfig(
                http.host("host"),
                http.port("port"),
                HttpTls.read(http.section("tls")),
                CorsConfig.read(http.section("cors")),
                ConnectionLimits.read(http),
                TrustedProxies.read(http),
                AccessLogConfig.read(accessLog),
                drain);
    }

    HttpServerOptions serverOptions() {
        return tls.apply(new HttpServerOptions()
                .setHost(host)
                .setPort(port == 0 ? ANY_PORT : port)
                // There are no WebSockets here, and their handler would inspect every request.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false));
    }
}
