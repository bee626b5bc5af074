package io.kgen.protocols.gateway;

import io.kgen.protocols.platform.ConfigSection;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;

/**
 * The public listener.
 *
 * @param port 0 lets the system choose one
 * @param cors which pages may call from a browser
 * @param limits on connections and on what they do
 * @param drain how long requests in flight may take to finish once the listener closes
 */
public record HttpConfig(String host, int port, HttpTls tls, CorsConfig cors, ConnectionLimits limits, Duration drain) {

    /** Vert.x gives all instances of a verticle the same system-chosen port if they ask for the same negative one. */
    private static final int ANY_PORT = -1;

    /** Without TLS. */
    public HttpConfig(String host, int port, CorsConfig cors, ConnectionLimits limits, Duration drain) {
        this(host, port, HttpTls.OFF, cors, limits, drain);
    }

    public static HttpConfig read(ConfigSection http, Duration drain) {
        return new HttpConfig(
                http.host("host"),
                http.port("port"),
                HttpTls.read(http.section("tls")),
                CorsConfig.read(http.section("cors")),
                ConnectionLimits.read(http),
                drain);
    }

    HttpServerOptions serverOptions() {
        return tls.apply(new HttpServerOptions()
                .setHost(host)
                .setPort(port == 0 ? ANY_PORT : port)
                // There are no web sockets here, and their handler would look at every request.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false));
    }
}
