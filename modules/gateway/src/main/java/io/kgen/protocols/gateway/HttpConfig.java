package io.kgen.protocols.gateway;

import io.kgen.protocols.platform.Section;
import io.vertx.core.http.HttpServerOptions;
import java.time.Duration;

/**
 * The public listener.
 *
 * @param port 0 lets the system choose one
 * @param cors which pages may call from a browser
 * @param drain how long requests in flight may take to finish once the listener closes
 */
public record HttpConfig(String host, int port, HttpTls tls, CorsConfig cors, Duration drain) {

    /** Vert.x gives all instances of a verticle the same system-chosen port if they ask for the same negative one. */
    private static final int ANY_PORT = -1;

    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int IDLE_SECONDS = 75;

    /** Without TLS. */
    public HttpConfig(String host, int port, CorsConfig cors, Duration drain) {
        this(host, port, HttpTls.OFF, cors, drain);
    }

    public static HttpConfig read(Section http, Duration drain) {
        return new HttpConfig(
                http.host("host"),
                http.port("port"),
                HttpTls.read(http.section("tls")),
                CorsConfig.read(http.section("cors")),
                drain);
    }

    HttpServerOptions serverOptions() {
        return tls.apply(new HttpServerOptions()
                .setHost(host)
                .setPort(port == 0 ? ANY_PORT : port)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                // There are no web sockets here, and their handler would look at every request.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false)
                .setHttp2ClearTextEnabled(false));
    }
}
