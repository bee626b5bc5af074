package io.kgen.protocols.app.management;

import io.kgen.protocols.platform.AuditTrail;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The HTTP server of the management listener, with its limits. */
public final class ManagementServer {

    private static final int MAX_LINE_BYTES = 2 * 1024;
    private static final int MAX_HEADER_BYTES = 8 * 1024;
    /** For a whole request to arrive, for a response to be read, and between two requests. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(15);

    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.3", "TLSv1.2");

    private final HttpServer server;
    private final AccessControl access;
    private final boolean isTls;

    private ManagementServer(HttpServer server, AccessControl access, boolean isTls) {
        this.server = server;
        this.access = access;
        this.isTls = isTls;
    }

    /** Listens on the current event loop, which serves all requests. */
    public static Future<ManagementServer> listen(
            Vertx vertx, ManagementConfig config, List<Route> routes, MeterRegistry meters, AuditTrail audit) {
        return listen(vertx, config, routes, new RefusedRequests(meters, audit), MAX_WAIT);
    }

    static Future<ManagementServer> listen(
            Vertx vertx, ManagementConfig config, List<Route> routes, RefusedRequests refused, Duration maxWait) {
        var connections = new Connections(vertx, maxWait);
        var access = new AccessControl(config);
        var router = new ManagementRouter(vertx, routes, access, refused, connections);
        return vertx.createHttpServer(options(config))
                .connectionHandler(connections::accept)
                .requestHandler(router)
                .listen(config.port(), config.host())
                .map(server -> new ManagementServer(
                        server, access, !config.certificate().isEmpty()));
    }

    /** Takes the token and the certificate. Open connections go on with the certificate that they began with. */
    public Future<?> reload(ManagementConfig changed) {
        access.replaceToken(changed.token());
        return isTls && !changed.certificate().isEmpty()
                ? server.updateSSLOptions(new ServerSSLOptions()
                        .setKeyCertOptions(changed.certificate().options())
                        .setEnabledSecureTransportProtocols(TLS_VERSIONS))
                : Future.succeededFuture();
    }

    /** Requests of operators are short. Longer ones are refused, so that they cannot fill the memory, not even on a private network. */
    private static HttpServerOptions options(ManagementConfig config) {
        var options = new HttpServerOptions()
                // HTTP/2 would wait for the first bytes of a connection before it is counted, and has limits of its
                // own.
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setHandle100ContinueAutomatically(true)
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES);
        return config.certificate().isEmpty()
                ? options
                : options.setSsl(true)
                        .setKeyCertOptions(config.certificate().options())
                        .setEnabledSecureTransportProtocols(TLS_VERSIONS);
    }

    public int port() {
        return server.actualPort();
    }

    public Future<Void> close() {
        return server.close();
    }
}
